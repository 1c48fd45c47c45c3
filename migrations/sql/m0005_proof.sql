-- The proof: the log is a Merkle tree whose leaves are its entries. docs/format.md defines a leaf.
-- Leaves are not stored, only their hashes. Besides it: cosignatures of witnesses and time stamps,
-- which are in no leaf, since they come after their head.

-- The key from which the nonces are made that keep a person's entries separate and unguessable. It
-- remains when a person is erased, and the leaf of the first entry commits to it.
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

-- The two tables below recognise a response that repeats the last one for its scope, so that
-- nothing has to be compared. They are no part of the log and may be emptied at any time. The key
-- of the digests; a new one is made if it is missing.
CREATE TABLE remembered_key (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

-- The keyed digest of the last response about a user for a scope, if no event of the user came
-- after it.
CREATE TABLE remembered_answer (
  user INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 16),
  PRIMARY KEY (user, scope)
) STRICT, WITHOUT ROWID;
