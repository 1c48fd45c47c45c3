-- Derived from the log, in the same transaction as each append. They can be dropped and rebuilt from it
-- at any time. They hold numbers and digests, never a personal text.

-- user: found by a keyed hash of system and user key.
CREATE TABLE projected_user (
  hash BLOB PRIMARY KEY,
  user INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The event that last fetched each cell, and the last entry before it with a response about the
-- cell's field; is_gone if the event is gone.
CREATE TABLE projected_roster (
  user INTEGER NOT NULL,
  field INTEGER NOT NULL,
  item INTEGER NOT NULL,
  event INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  observed_before INTEGER,
  is_gone INTEGER NOT NULL,
  PRIMARY KEY (user, field, item)
) STRICT, WITHOUT ROWID;

-- The events of each cell before the one in projected_roster.
CREATE TABLE projected_history (
  user INTEGER NOT NULL,
  field INTEGER NOT NULL,
  item INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  event INTEGER NOT NULL,
  observed_before INTEGER,
  PRIMARY KEY (user, field, item, entry)
) STRICT, WITHOUT ROWID;

-- The last entry with a response about each user in each scope.
CREATE TABLE projected_observation (
  user INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (user, scope)
) STRICT, WITHOUT ROWID;

-- Whether a user was on the last user list, or has left it, and since which entry.
CREATE TABLE projected_membership (
  user INTEGER PRIMARY KEY,
  has_left INTEGER NOT NULL,
  entry INTEGER NOT NULL
) STRICT;

-- The current description of each field.
CREATE TABLE projected_field (
  field INTEGER PRIMARY KEY,
  description INTEGER NOT NULL,
  is_removed INTEGER NOT NULL
) STRICT;

-- The current row of personal_union of each user.
CREATE TABLE projected_union (
  user INTEGER PRIMARY KEY,
  union_row INTEGER NOT NULL
) STRICT;

-- The state of each row of each batch. status: 0 notSent, 1 skipped, 2 uncertain, 3 accepted, 4
-- rejected; sent: the last call that carried it; outcome and settlement: the entries with the
-- results.
CREATE TABLE projected_row (
  intended INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL,
  status INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  sent INTEGER,
  outcome INTEGER,
  settlement INTEGER
) STRICT;
CREATE INDEX projected_row_by_operation ON projected_row (operation);

-- Writes that reached a system, or may have, without a later response about their cell.
-- is_expected: the system accepted it, or it was settled as applied.
CREATE TABLE projected_write (
  user INTEGER NOT NULL,
  field INTEGER NOT NULL,
  item INTEGER NOT NULL,
  event INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  is_expected INTEGER NOT NULL,
  PRIMARY KEY (user, field, item)
) STRICT, WITHOUT ROWID;

-- Every write of each cell that was accepted or settled as applied, at that entry.
CREATE TABLE projected_written (
  user INTEGER NOT NULL,
  field INTEGER NOT NULL,
  item INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  event INTEGER NOT NULL,
  PRIMARY KEY (user, field, item, entry)
) STRICT, WITHOUT ROWID;

-- The current links. A user with several has a problem that only an administrator can settle: a
-- link by an administrator ends every other link of the two users.
CREATE TABLE projected_link (
  dingtalk INTEGER NOT NULL,
  maycur INTEGER NOT NULL,
  source TEXT NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (dingtalk, maycur)
) STRICT, WITHOUT ROWID;
CREATE INDEX projected_link_by_maycur ON projected_link (maycur);

-- The head of the tree: its root, and one hash for each bit that is set in its size.
CREATE TABLE projected_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL,
  root BLOB NOT NULL,
  hashes BLOB NOT NULL
) STRICT;

-- The values root of what is known of a user in a scope, if no event of the user came after the
-- last response for that scope: the next response has the same root, if it changes nothing.
CREATE TABLE projected_values (
  user INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  root BLOB NOT NULL,
  PRIMARY KEY (user, scope)
) STRICT, WITHOUT ROWID;

-- Every fetched event of each cell.
CREATE VIEW cell_events AS
SELECT user, field, item, entry, event, observed_before FROM projected_roster
UNION ALL
SELECT user, field, item, entry, event, observed_before FROM projected_history;
