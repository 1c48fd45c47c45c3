-- The log: what was observed and what was done, with operator and time. No row is ever updated, and
-- a row is deleted only by an erasure (m0007). Times are milliseconds since 1970-01-01T00:00:00Z.
-- Every personal text is in a table whose name begins with personal_, each row with its own random
-- salt, and in no index. A text may be erased before the row that names it, so no foreign key
-- refers to personal_text.

CREATE TABLE ledger (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  identifier BLOB NOT NULL CHECK (length(identifier) = 16),
  lookup_key BLOB NOT NULL CHECK (length(lookup_key) = 32),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE personal_text (
  id INTEGER PRIMARY KEY,
  salt BLOB NOT NULL CHECK (length(salt) = 16),
  content BLOB NOT NULL
) STRICT;

CREATE TABLE field (
  id INTEGER PRIMARY KEY,
  system TEXT NOT NULL,
  code TEXT NOT NULL,
  UNIQUE (system, code)
) STRICT;

-- An interned set of fields; the digest is over their sorted codes.
CREATE TABLE scope (
  id INTEGER PRIMARY KEY,
  system TEXT NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  UNIQUE (system, digest)
) STRICT;

CREATE TABLE scope_field (
  scope INTEGER NOT NULL REFERENCES scope (id),
  field INTEGER NOT NULL REFERENCES field (id),
  PRIMARY KEY (scope, field)
) STRICT, WITHOUT ROWID;

-- request_key, request_digest: of the request to the service that asked for it, the client's key and
-- SHA-256 in hexadecimal; texts, since both may lead to a person.
CREATE TABLE operation (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  system TEXT NOT NULL,
  parent INTEGER REFERENCES operation (id),
  program TEXT NOT NULL,
  actor INTEGER NOT NULL,
  claimed_actor INTEGER,
  reason INTEGER,
  ticket INTEGER,
  parameters INTEGER NOT NULL,
  request_key INTEGER,
  request_digest INTEGER
) STRICT;

-- What the entries of one transaction share: usually, one response of a system.
CREATE TABLE append (
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation (id),
  first_entry INTEGER NOT NULL,
  entries INTEGER NOT NULL CHECK (entries > 0),
  recorded_at INTEGER NOT NULL,
  -- The clock's time, if it was before the last entry's recorded time.
  clock_at INTEGER,
  asked_at INTEGER,
  received_at INTEGER,
  request_id TEXT,
  asked INTEGER REFERENCES scope (id),
  scope INTEGER REFERENCES scope (id),
  returned INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  gone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX append_by_operation ON append (operation);

CREATE TABLE user (
  id INTEGER PRIMARY KEY,
  system TEXT NOT NULL
) STRICT;

CREATE TABLE personal_user (
  id INTEGER PRIMARY KEY REFERENCES user (id),
  salt BLOB NOT NULL CHECK (length(salt) = 16),
  surrogate BLOB NOT NULL CHECK (length(surrogate) = 16),
  key BLOB NOT NULL
) STRICT;

-- kind: the view entries has the name of each number. Rows are small, since there is one for every
-- user in every response.
CREATE TABLE entry (
  id INTEGER PRIMARY KEY,
  append INTEGER NOT NULL REFERENCES append (id),
  kind INTEGER NOT NULL,
  user INTEGER REFERENCES user (id),
  returned INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX entry_by_user ON entry (user) WHERE user IS NOT NULL;
-- The few entries that say who joined, left or rejoined a user list.
CREATE INDEX entry_of_membership ON entry (user) WHERE kind IN (5, 6, 7);

-- A value that differs from the last one fetched for its cell. Every other value of a response is
-- stated by the entry and has no row.
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES entry (id),
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  field INTEGER NOT NULL REFERENCES field (id),
  item INTEGER NOT NULL CHECK (item >= 0),
  changed INTEGER NOT NULL CHECK (changed IN (0, 1))
) STRICT;

-- The content of the event with the same id. For form see docs/format.md.
CREATE TABLE personal_value (
  id INTEGER PRIMARY KEY REFERENCES event (id),
  salt BLOB NOT NULL CHECK (length(salt) = 16),
  form INTEGER NOT NULL,
  value BLOB,
  label BLOB
) STRICT;

CREATE TABLE personal_union (
  id INTEGER PRIMARY KEY,
  salt BLOB NOT NULL CHECK (length(salt) = 16),
  entry INTEGER NOT NULL REFERENCES entry (id),
  union_id BLOB NOT NULL
) STRICT;

CREATE TABLE company (
  system TEXT PRIMARY KEY,
  key TEXT NOT NULL,
  append INTEGER NOT NULL REFERENCES append (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE not_returned (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  code TEXT,
  message INTEGER
) STRICT;

CREATE TABLE enumeration (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  listed INTEGER NOT NULL,
  missing INTEGER NOT NULL,
  accepted INTEGER NOT NULL CHECK (accepted IN (0, 1))
) STRICT;

-- What a system reported about a user who left: when, and why. record is the id of a row of
-- personal_text, which an erasure may delete, so it is no foreign key.
CREATE TABLE dismissal (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  record INTEGER NOT NULL
) STRICT;

-- A part of a response, a user list or a catalog that could not be read, and was left out. part:
-- person, field, listed, unknown, description; see the view set_asides. people: how many people, or
-- elements of a list, it concerns. field: the code, if it is known. problem: the position and the
-- fault, without any of the content. If the person is in the log, the entry's user is that person.
CREATE TABLE set_aside (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  part TEXT NOT NULL,
  people INTEGER NOT NULL CHECK (people > 0),
  field TEXT,
  problem TEXT NOT NULL
) STRICT;

-- A field as its system described it, if that differs from the description before.
CREATE TABLE description (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES entry (id),
  field INTEGER NOT NULL REFERENCES field (id),
  removed INTEGER NOT NULL CHECK (removed IN (0, 1)),
  position INTEGER NOT NULL,
  -- The code under which the field is written; field.code is the one under which it is read.
  write_code TEXT NOT NULL,
  name TEXT NOT NULL,
  group_code TEXT NOT NULL,
  group_name TEXT NOT NULL,
  is_detail INTEGER NOT NULL CHECK (is_detail IN (0, 1)),
  type TEXT,
  is_derived INTEGER NOT NULL CHECK (is_derived IN (0, 1)),
  has_options INTEGER NOT NULL CHECK (has_options IN (0, 1))
) STRICT;

CREATE TABLE option (
  description INTEGER NOT NULL REFERENCES description (id),
  position INTEGER NOT NULL,
  value TEXT NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (description, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE closing (
  operation INTEGER PRIMARY KEY REFERENCES operation (id),
  entry INTEGER NOT NULL REFERENCES entry (id),
  status TEXT NOT NULL
) STRICT;
