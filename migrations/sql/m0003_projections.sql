-- Derived from the book, in the same transaction as each append; may be dropped and rebuilt from it
-- at any time. They hold numbers only, never a personal text.

-- user: a keyed hash of system and user key, by which a user is found.
CREATE TABLE projected_user (
  hash BLOB PRIMARY KEY,
  user INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The event that last fetched each cell, and the last entry before it that answered for the cell's
-- field; is_gone where it says that the cell is gone.
CREATE TABLE projected_roster (
  user INTEGER NOT NULL,
  field INTEGER NOT NULL,
  item INTEGER NOT NULL,
  event INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  seen_before INTEGER,
  is_gone INTEGER NOT NULL,
  PRIMARY KEY (user, field, item)
) STRICT, WITHOUT ROWID;

-- The events of each cell before the one that the roster has.
CREATE TABLE projected_history (
  user INTEGER NOT NULL,
  field INTEGER NOT NULL,
  item INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  event INTEGER NOT NULL,
  seen_before INTEGER,
  PRIMARY KEY (user, field, item, entry)
) STRICT, WITHOUT ROWID;

-- Every fetched event of each cell.
CREATE VIEW cell_events AS
SELECT user, field, item, entry, event, seen_before FROM projected_roster
UNION ALL
SELECT user, field, item, entry, event, seen_before FROM projected_history;

-- The last entry that answered for each user in each scope.
CREATE TABLE projected_sighting (
  user INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (user, scope)
) STRICT, WITHOUT ROWID;

-- Whether a user was on the last list, or has left it, since which entry.
CREATE TABLE projected_membership (
  user INTEGER PRIMARY KEY,
  has_left INTEGER NOT NULL,
  entry INTEGER NOT NULL
) STRICT;

-- The description that holds for each field now.
CREATE TABLE projected_field (
  field INTEGER PRIMARY KEY,
  description INTEGER NOT NULL,
  is_removed INTEGER NOT NULL
) STRICT;

-- The row of personal_union that holds for each user now.
CREATE TABLE projected_union (
  user INTEGER PRIMARY KEY,
  union_row INTEGER NOT NULL
) STRICT;
