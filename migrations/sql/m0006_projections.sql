-- Derived from the log, in the same transaction as each append. They can be dropped and rebuilt from it
-- at any time. They hold numbers and digests, never a personal text.

-- user: found by a keyed hash of system and user key.
CREATE TABLE projected_user (
  hash BLOB PRIMARY KEY,
  user INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The operations that were requested under a key, found by a keyed hash of it.
CREATE TABLE projected_request (
  hash BLOB NOT NULL,
  operation INTEGER NOT NULL,
  PRIMARY KEY (hash, operation)
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

-- The events of each cell before the one in projected_roster. until_entry: the entry of the next event
-- of the cell; ended_at: when that entry was recorded. So each row is a change, too, and the index
-- finds the changes of a period.
CREATE TABLE projected_history (
  user INTEGER NOT NULL,
  field INTEGER NOT NULL,
  item INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  event INTEGER NOT NULL,
  observed_before INTEGER,
  until_entry INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  PRIMARY KEY (user, field, item, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX projected_history_by_end ON projected_history (ended_at);

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

-- Every fetched event of each cell, and the entry of the cell's next event; NULL for the last one.
--
-- SQLite asks each part of a UNION ALL by itself only if the columns of all parts have the same
-- affinity, hence CAST.
CREATE VIEW cell_events AS
SELECT
  user, field, item, entry, event, observed_before, CAST(NULL AS INTEGER) AS until_entry
FROM projected_roster
UNION ALL
SELECT user, field, item, entry, event, observed_before, until_entry FROM projected_history;

-- Every fetched event of each cell with the event before it (NULL if it is the first one), and when
-- it was recorded. The first two parts have the changes, the last two the first events.
CREATE VIEW cell_changes AS
SELECT
  h.user, h.field, h.item, h.entry, h.event, h.observed_before, b.event AS from_event,
  b.ended_at AS recorded_at
FROM projected_history b
JOIN projected_roster h ON h.user = b.user AND h.field = b.field AND h.item = b.item
  AND h.entry = b.until_entry
UNION ALL
SELECT
  h.user, h.field, h.item, h.entry, h.event, h.observed_before, b.event, b.ended_at
FROM projected_history b
JOIN projected_history h ON h.user = b.user AND h.field = b.field AND h.item = b.item
  AND h.entry = b.until_entry
UNION ALL
SELECT
  h.user, h.field, h.item, h.entry, h.event, h.observed_before, CAST(NULL AS INTEGER),
  a.recorded_at
FROM projected_roster h
JOIN entry n ON n.id = h.entry
JOIN append a ON a.id = n.append
WHERE NOT EXISTS (
  SELECT 1 FROM projected_history p
  WHERE p.user = h.user AND p.field = h.field AND p.item = h.item
)
UNION ALL
SELECT
  h.user, h.field, h.item, h.entry, h.event, h.observed_before, CAST(NULL AS INTEGER),
  a.recorded_at
FROM projected_history h
JOIN entry n ON n.id = h.entry
JOIN append a ON a.id = n.append
WHERE NOT EXISTS (
  SELECT 1 FROM projected_history p
  WHERE p.user = h.user AND p.field = h.field AND p.item = h.item AND p.entry < h.entry
);

-- The accepted write of each cell whose field no response has covered since it was sent.
CREATE VIEW expected_writes AS
SELECT w.user, w.field, w.item, w.event, w.entry
FROM projected_write p
JOIN projected_written w ON w.user = p.user AND w.field = p.field AND w.item = p.item
JOIN event e ON e.id = w.event
LEFT JOIN projected_row r ON r.intended = e.entry
WHERE w.entry = (
  SELECT max(x.entry) FROM projected_written x
  WHERE x.user = w.user AND x.field = w.field AND x.item = w.item
)
-- A write from before the last response is no longer expected.
AND min(coalesce(r.sent, w.entry), w.entry) > coalesce((
  SELECT g.entry FROM projected_observation g
  JOIN scope_field f ON f.scope = g.scope AND f.field = w.field
  WHERE g.user = w.user ORDER BY g.entry DESC LIMIT 1
), 0);

-- The event with the expected content of each cell.
CREATE VIEW expected_cells AS
SELECT r.user, r.field, r.item, r.event, r.entry, 'observed' AS source
FROM projected_roster r
WHERE NOT r.is_gone AND NOT EXISTS (
  SELECT 1 FROM expected_writes w
  WHERE w.user = r.user AND w.field = r.field AND w.item = r.item
)
UNION ALL
SELECT user, field, item, event, entry, 'written' FROM expected_writes;
