-- Which users of the two systems are one person, and values that came from a file.

-- The file of an import. captured_at: when its values were read from the system, as the importer
-- stated.
CREATE TABLE import (
  operation INTEGER PRIMARY KEY REFERENCES operation (id),
  file INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  captured_at INTEGER NOT NULL
) STRICT;

-- The two users of a linked or an unlinked entry. source: maycur, jobNumber or administrator.
CREATE TABLE link (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  dingtalk INTEGER NOT NULL REFERENCES user (id),
  maycur INTEGER NOT NULL REFERENCES user (id),
  source TEXT NOT NULL
) STRICT;
