-- What lets an answer be recognised that says of a user what the last one for its scope said, so
-- that nothing has to be compared. No part of the book, and nothing that it says is known from
-- here: both tables may be emptied at any time, and the next answers are compared again.

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

-- A digest is of personal values, and what SQLite moves about in a file may leave copies of it. So
-- the key goes with the first value that is erased, and makes every digest worthless.
CREATE TRIGGER remembered_answers_are_forgotten AFTER DELETE ON personal_value
BEGIN
  DELETE FROM remembered_key;
  DELETE FROM remembered_answer;
END;
