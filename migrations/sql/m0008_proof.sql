-- The proof: the book is a Merkle tree whose leaves are its entries. What a leaf is made of, see
-- docs/format.md; leaves are not stored, only their hashes.

-- From this key come the nonces that keep a person's entries apart and unguessable. It stays when a
-- person is erased, and is committed to in the leaf of the first entry.
CREATE TABLE proof_key (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

-- Hashes of the tree, 256 to a row: id is level * 2^48 + place in the level, and hash i of the row
-- at (level, place) is the root of the 256^level leaves from (256 * place + i) * 256^level on. A row
-- that is not full ends in zeros, which are overwritten in place, and nothing else ever is.
CREATE TABLE tile (
  id INTEGER PRIMARY KEY,
  hashes BLOB NOT NULL CHECK (length(hashes) = 8192)
) STRICT;

-- The signed heads of the book: note is the C2SP checkpoint, as it was signed.
CREATE TABLE checkpoint (
  size INTEGER PRIMARY KEY CHECK (size > 0),
  root BLOB NOT NULL CHECK (length(root) = 32),
  note BLOB NOT NULL
) STRICT;

CREATE TRIGGER proof_key_refuses_update BEFORE UPDATE ON proof_key
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of proof_key refused'); END;

CREATE TRIGGER proof_key_refuses_delete BEFORE DELETE ON proof_key
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of proof_key refused'); END;

CREATE TRIGGER tile_refuses_update BEFORE UPDATE ON tile
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of tile refused'); END;

CREATE TRIGGER tile_refuses_delete BEFORE DELETE ON tile
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of tile refused'); END;

CREATE TRIGGER checkpoint_refuses_update BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of checkpoint refused'); END;

CREATE TRIGGER checkpoint_refuses_delete BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of checkpoint refused'); END;

-- The head of the tree: its root, and one hash for each bit that is set in its size.
CREATE TABLE projected_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL,
  root BLOB NOT NULL,
  hashes BLOB NOT NULL
) STRICT;

-- The values root of what is held of a user in a scope, where no event of the user came after the
-- last answer for that scope: the next answer has it too, if it changes nothing.
CREATE TABLE projected_values (
  user INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  root BLOB NOT NULL,
  PRIMARY KEY (user, scope)
) STRICT, WITHOUT ROWID;
