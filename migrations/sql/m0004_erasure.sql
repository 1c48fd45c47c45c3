-- The erasure of a person: the record that it was done, and what remains of the erased rows.

-- What an erased entry erased. identifier: its name in the list outside the ledger. scope: the
-- fields whose values were erased; NULL for the whole user. lookup: the keyed hash of the user's
-- key, as in projected_user, which recognises the user without the key.
CREATE TABLE erasure (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  identifier BLOB NOT NULL CHECK (length(identifier) = 16),
  scope INTEGER REFERENCES scope (id),
  lookup BLOB NOT NULL CHECK (length(lookup) = 16)
) STRICT;

-- What remains of an erased row of personal_value, personal_text, personal_union or personal_user
-- with the same id: its commitment, and the entry that erased it: an erased entry, or for a text of an
-- access also a forgotten one.
CREATE TABLE erased_value (
  id INTEGER PRIMARY KEY REFERENCES event (id),
  erasure INTEGER NOT NULL REFERENCES erasure (entry),
  commitment BLOB NOT NULL CHECK (length(commitment) = 32)
) STRICT;
CREATE INDEX erased_value_by_erasure ON erased_value (erasure);

CREATE TABLE erased_text (
  id INTEGER PRIMARY KEY,
  erasure INTEGER NOT NULL REFERENCES entry (id),
  commitment BLOB NOT NULL CHECK (length(commitment) = 32)
) STRICT;
CREATE INDEX erased_text_by_erasure ON erased_text (erasure);

CREATE TABLE erased_union (
  id INTEGER PRIMARY KEY,
  erasure INTEGER NOT NULL REFERENCES erasure (entry),
  entry INTEGER NOT NULL REFERENCES entry (id),
  commitment BLOB NOT NULL CHECK (length(commitment) = 32)
) STRICT;
CREATE INDEX erased_union_by_erasure ON erased_union (erasure);

-- The surrogate is random, and remains: without the key it identifies no one.
CREATE TABLE erased_user (
  id INTEGER PRIMARY KEY REFERENCES user (id),
  erasure INTEGER NOT NULL REFERENCES erasure (entry),
  surrogate BLOB NOT NULL CHECK (length(surrogate) = 16),
  commitment BLOB NOT NULL CHECK (length(commitment) = 32)
) STRICT;
CREATE INDEX erased_user_by_erasure ON erased_user (erasure);

-- An erased user may be recorded again: responses about the user are no longer left out.
CREATE TABLE readmission (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  erasure INTEGER NOT NULL UNIQUE REFERENCES erasure (entry)
) STRICT;

-- The number of erased users in a response, a list or a file.
CREATE TABLE suppression (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  users INTEGER NOT NULL CHECK (users > 0)
) STRICT;

-- An erasure after which the file was not rewritten yet. It is no part of the log: the next writer
-- rewrites the file first, and deletes the row.
CREATE TABLE pending_scrub (
  erasure INTEGER PRIMARY KEY
) STRICT;
