-- Erasing a person: the record that it was done, and what stays in place of what was erased.

-- What an erased entry erased. identifier: what the list outside of the ledger calls it. scope: the
-- fields whose values went; NULL where the whole user did. lookup: the keyed hash of the user's key,
-- as projected_user has it, by which the person is known again without being known.
CREATE TABLE erasure (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  identifier BLOB NOT NULL CHECK (length(identifier) = 16),
  scope INTEGER REFERENCES scope (id),
  lookup BLOB NOT NULL CHECK (length(lookup) = 16)
) STRICT;

-- What stays of the row of personal_value, personal_text, personal_union or personal_user that has
-- the same id: its commitment, and the entry that erased it.
CREATE TABLE erased_value (
  id INTEGER PRIMARY KEY REFERENCES event (id),
  erasure INTEGER NOT NULL REFERENCES erasure (entry),
  commitment BLOB NOT NULL CHECK (length(commitment) = 32)
) STRICT;
CREATE INDEX erased_value_by_erasure ON erased_value (erasure);

CREATE TABLE erased_text (
  id INTEGER PRIMARY KEY,
  erasure INTEGER NOT NULL REFERENCES erasure (entry),
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

-- The surrogate is random, and stays: with the key gone it leads to nobody.
CREATE TABLE erased_user (
  id INTEGER PRIMARY KEY REFERENCES user (id),
  erasure INTEGER NOT NULL REFERENCES erasure (entry),
  surrogate BLOB NOT NULL CHECK (length(surrogate) = 16),
  commitment BLOB NOT NULL CHECK (length(commitment) = 32)
) STRICT;
CREATE INDEX erased_user_by_erasure ON erased_user (erasure);

-- That somebody who was erased may be recorded again: no answer about them is left out any more.
CREATE TABLE readmission (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  erasure INTEGER NOT NULL UNIQUE REFERENCES erasure (entry)
) STRICT;

-- Of how many erased users an answer, a list or a file spoke.
CREATE TABLE suppression (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  users INTEGER NOT NULL CHECK (users > 0)
) STRICT;

-- An erasure after which the file has not been written anew yet. No part of the log: anyone who
-- writes next does that first, and takes the row away.
CREATE TABLE pending_scrub (
  erasure INTEGER PRIMARY KEY
) STRICT;
