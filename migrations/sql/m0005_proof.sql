-- The proof: the log is a Merkle tree whose leaves are its entries. docs/format.md says what a leaf is
-- made of. Leaves are not stored, only their hashes. Beside it: cosignatures of witnesses and time stamps,
-- which are in no leaf, since they come after the head that they are about.

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

-- The signed heads of the log: note is the C2SP checkpoint, as it was signed.
CREATE TABLE checkpoint (
  size INTEGER PRIMARY KEY CHECK (size > 0),
  root BLOB NOT NULL CHECK (length(root) = 32),
  note BLOB NOT NULL
) STRICT;

-- A witness's line under the checkpoint of a size; witness is its public key. A witness may sign the
-- same head again, later.
CREATE TABLE cosignature (
  size INTEGER NOT NULL,
  witness TEXT NOT NULL,
  line BLOB NOT NULL,
  PRIMARY KEY (size, witness, line)
) STRICT, WITHOUT ROWID;

-- A reply of a time stamping authority (RFC 3161) over the checkpoint of a size; digest is the
-- reply's own SHA-256.
CREATE TABLE time_stamp (
  size INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  reply BLOB NOT NULL,
  PRIMARY KEY (size, digest)
) STRICT, WITHOUT ROWID;

-- The two tables below let an answer be recognised that repeats the last one for its scope, so that
-- nothing has to be compared. They are no part of the log and may be emptied at any time.
-- The key of the digests; made anew when it is missing.
CREATE TABLE remembered_key (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

-- The keyed digest of what the last answer for a scope said of a user, where no event of the user
-- came after it.
CREATE TABLE remembered_answer (
  user INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 16),
  PRIMARY KEY (user, scope)
) STRICT, WITHOUT ROWID;
