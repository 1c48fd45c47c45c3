-- What others said of the signed heads of the book: witnesses, and time stamping authorities. Nothing
-- of it is in a leaf, since it comes after the head that it is about.

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

CREATE TRIGGER cosignature_refuses_update BEFORE UPDATE ON cosignature
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of cosignature refused'); END;

CREATE TRIGGER cosignature_refuses_delete BEFORE DELETE ON cosignature
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of cosignature refused'); END;

CREATE TRIGGER time_stamp_refuses_update BEFORE UPDATE ON time_stamp
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of time_stamp refused'); END;

CREATE TRIGGER time_stamp_refuses_delete BEFORE DELETE ON time_stamp
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of time_stamp refused'); END;
