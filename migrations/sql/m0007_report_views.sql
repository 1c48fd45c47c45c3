-- What reports are made of, under stable names; see docs/format.md.
-- A report as of a moment reads views of these very texts over the tables as they were then.

-- Where the book stands. at: the time that is asked about, from which ages are counted.
CREATE VIEW moment AS
SELECT
  coalesce(max(e.id), 0) AS entry,
  (SELECT recorded_at FROM append ORDER BY id DESC LIMIT 1) AS recorded_at,
  CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) AS at
FROM entry e;

-- words: the content as people read it: value (label), or in brackets why there is no value.
DROP VIEW stored_events;
CREATE VIEW stored_events AS
SELECT
  event, entry, ordinal, user_number, field, item, changed, presence, value, label,
  CASE presence WHEN 'value' THEN CASE value WHEN '' THEN '""' ELSE value END
    WHEN 'emptyList' THEN '(empty list)' ELSE '(' || presence || ')' END
  || CASE WHEN label <> '' AND label IS NOT value THEN ' (' || label || ')' ELSE '' END AS words
FROM (
  SELECT
    v.id AS event, e.entry, e.ordinal, n.user AS user_number, f.code AS field, e.item, e.changed,
    CASE
      WHEN v.form = 32 THEN 'emptyList'
      WHEN v.form = 35 THEN 'gone'
      WHEN v.form = 33 OR v.form < 32 AND v.form % 4 = 2 THEN 'null'
      WHEN v.form = 34 OR v.form < 32 AND v.form % 4 = 3 THEN 'missing'
      ELSE 'value' END AS presence,
    CAST(v.value AS TEXT) AS value,
    CAST(CASE WHEN v.form < 4 THEN v.value ELSE v.label END AS TEXT) AS label
  FROM event e
  JOIN personal_value v ON v.id = e.id
  JOIN entry n ON n.id = e.entry
  JOIN field f ON f.id = e.field
);

-- What each cell is believed to hold: what was last seen, or an accepted write after that.
CREATE VIEW cells AS
SELECT
  u.system, c.user AS user_number, u.user, u.has_left, s.field, d.name AS field_name,
  d.group_code, d.group_name, c.item, s.presence, s.value, s.label, s.words, c.lens, c.entry, a.operation,
  a.recorded_at AS since,
  (
    SELECT b.recorded_at FROM entry m JOIN append b ON b.id = m.append
    WHERE m.id = (
      SELECT max(g.entry) FROM projected_sighting g
      JOIN scope_field f ON f.scope = g.scope AND f.field = c.field
      WHERE g.user = c.user
    )
  ) AS last_seen
FROM (
  WITH believed AS (
    SELECT w.user, w.field, w.item, w.event, w.entry
    FROM projected_write p
    JOIN projected_written w ON w.user = p.user AND w.field = p.field AND w.item = p.item
    JOIN event e ON e.id = w.event
    LEFT JOIN projected_row r ON r.intended = e.entry
    WHERE w.entry = (
      SELECT max(x.entry) FROM projected_written x
      WHERE x.user = w.user AND x.field = w.field AND x.item = w.item
    )
    -- A write of before the last answer was sent too early to be believed still.
    AND min(coalesce(r.sent, w.entry), w.entry) > coalesce((
      SELECT max(g.entry) FROM projected_sighting g
      JOIN scope_field f ON f.scope = g.scope AND f.field = w.field
      WHERE g.user = w.user
    ), 0)
  )
  SELECT r.user, r.field, r.item, r.event, r.entry, 'seen' AS lens
  FROM projected_roster r
  WHERE NOT r.is_gone AND NOT EXISTS (
    SELECT 1 FROM believed b
    WHERE b.user = r.user AND b.field = r.field AND b.item = r.item
  )
  UNION ALL
  SELECT user, field, item, event, entry, 'written' FROM believed
) c
JOIN users u ON u.user_number = c.user
JOIN stored_events s ON s.event = c.event
JOIN entry n ON n.id = c.entry
JOIN append a ON a.id = n.append
LEFT JOIN projected_field p ON p.field = c.field
LEFT JOIN description d ON d.id = p.description;

-- Every change of a cell that was seen, and whose it is: a batch's where a write of the cell was
-- sent since the field was last seen, and was accepted, or settled as applied.
CREATE VIEW changes AS
SELECT
  u.system, c.user AS user_number, u.user, s.field, d.name AS field_name, d.is_derived, c.item,
  s.entry || '.' || s.ordinal AS event, s.entry,
  o.presence AS from_presence, o.value AS from_value, o.label AS from_label,
  o.words AS from_words, s.presence AS to_presence, s.value AS to_value, s.label AS to_label,
  s.words AS to_words, CASE n.kind WHEN 18 THEN 'imported' ELSE 'fetched' END AS kind, a.operation, a.recorded_at,
  (SELECT b.recorded_at FROM entry m JOIN append b ON b.id = m.append WHERE m.id = c.seen_before)
    AS last_seen_before,
  CASE
    WHEN r.operation IS NOT NULL THEN 'batch ' || r.operation
    WHEN c.old IS NOT NULL THEN 'other' END AS "by",
  r.operation AS batch,
  CASE WHEN r.operation IS NOT NULL THEN v.value IS s.value END AS as_written,
  b.actor, b.claimed_actor, b.reason, b.ticket
FROM (
  SELECT
    h.user, h.field, h.item, h.entry, h.event, h.seen_before,
    (
      SELECT p.event FROM projected_history p
      WHERE p.user = h.user AND p.field = h.field AND p.item = h.item AND p.entry < h.entry
      ORDER BY p.entry DESC LIMIT 1
    ) AS old,
    (
      SELECT w.event FROM projected_written w
      JOIN event i ON i.id = w.event
      JOIN projected_row q ON q.intended = i.entry
      WHERE w.user = h.user AND w.field = h.field AND w.item = h.item
        AND q.sent > coalesce(h.seen_before, 0) AND q.sent < h.entry
      ORDER BY q.sent DESC LIMIT 1
    ) AS written
  FROM cell_events h
) c
JOIN stored_events s ON s.event = c.event AND s.changed = 1
JOIN users u ON u.user_number = c.user
JOIN entry n ON n.id = c.entry
JOIN append a ON a.id = n.append
LEFT JOIN stored_events o ON o.event = c.old
LEFT JOIN stored_events v ON v.event = c.written
LEFT JOIN projected_row r ON r.intended = v.entry
LEFT JOIN operations b ON b.operation = r.operation
LEFT JOIN projected_field p ON p.field = c.field
LEFT JOIN description d ON d.id = p.description;

-- Every cell of every row of a batch. is_unseen: no answer for its field has followed yet.
CREATE VIEW writes AS
SELECT
  q.operation, q.intended, u.system, u.user_number, u.user, s.field, d.name AS field_name, e.item,
  s.entry || '.' || s.ordinal AS event,
  CASE w.action WHEN 0 THEN 'set' WHEN 1 THEN 'clear' ELSE 'append' END AS action, w.is_implied,
  CASE w.reversibility WHEN 0 THEN 'exact' WHEN 1 THEN 'residual' WHEN 2 THEN 'unproven'
    ELSE 'irreversible' END AS reversibility,
  b.presence AS from_presence, b.value AS from_value, b.label AS from_label,
  b.words AS from_words, s.presence AS to_presence, s.value AS to_value, s.label AS to_label,
  s.words AS to_words, q.status, q.settled,
  (SELECT a.recorded_at FROM entry m JOIN append a ON a.id = m.append WHERE m.id = r.sent)
    AS sent_at,
  EXISTS (
    SELECT 1 FROM projected_write x
    WHERE x.user = n.user AND x.field = e.field AND x.item = e.item AND x.event = e.id
  ) AS is_unseen
FROM write w
JOIN event e ON e.id = w.event
JOIN stored_events s ON s.event = w.event
JOIN entry n ON n.id = e.entry
JOIN users u ON u.user_number = n.user
JOIN batch_rows q ON q.intended = e.entry
JOIN projected_row r ON r.intended = e.entry
LEFT JOIN stored_events b ON b.event = w.base
LEFT JOIN projected_field p ON p.field = e.field
LEFT JOIN description d ON d.id = p.description;

-- Each batch with how its rows stand; what was settled as applied counts as accepted, as not
-- applied as rejected. limits_exceeded: how many limits it was told to exceed.
CREATE VIEW batches AS
SELECT
  o.operation, o.kind, o.system, o.parent, o.status, o.actor, o.claimed_actor, o.reason, o.ticket,
  o.opened_at, o.closed_at,
  count(r.intended) AS rows,
  coalesce(sum(r.stands = 'accepted'), 0) AS accepted,
  coalesce(sum(r.stands = 'rejected'), 0) AS rejected,
  coalesce(sum(r.stands = 'uncertain'), 0) AS uncertain,
  coalesce(sum(r.stands = 'notSent'), 0) AS not_sent,
  coalesce(sum(r.stands = 'skipped'), 0) AS skipped,
  (SELECT count(*) FROM limit_override l WHERE l.operation = o.operation) AS limits_exceeded
FROM operations o
LEFT JOIN (
  SELECT
    operation, intended,
    CASE settled WHEN 'applied' THEN 'accepted' WHEN 'notApplied' THEN 'rejected' ELSE status END
      AS stands
  FROM batch_rows
) r ON r.operation = o.operation
WHERE o.kind IN ('push', 'retry', 'rollback', 'replay')
GROUP BY o.operation;

-- Limits of the configuration that an operation was told to exceed.
CREATE VIEW overrides AS
SELECT l.operation, o.kind, o.system, l.name, l.configured, l.used, o.actor, o.reason, o.opened_at
FROM limit_override l
JOIN operations o ON o.operation = l.operation;

-- Who came onto a system's list of users, and who left it. list_before: the list before that one.
CREATE VIEW memberships AS
SELECT
  u.system, u.user_number, u.user,
  CASE n.kind WHEN 5 THEN 'joined' WHEN 6 THEN 'left' ELSE 'rejoined' END AS kind,
  n.id AS entry, a.operation, a.recorded_at,
  (
    SELECT b.recorded_at FROM enumeration g JOIN entry m ON m.id = g.entry
    JOIN append b ON b.id = m.append JOIN operation o ON o.id = b.operation
    WHERE g.entry < a.first_entry AND o.system = u.system ORDER BY g.entry DESC LIMIT 1
  ) AS list_before
FROM entry n
JOIN append a ON a.id = n.append
JOIN users u ON u.user_number = n.user
WHERE n.kind IN (5, 6, 7);

-- The lists of users that a system gave.
CREATE VIEW lists AS
SELECT g.entry, o.system, a.operation, g.listed, g.missing, g.believed, a.recorded_at
FROM enumeration g
JOIN entry n ON n.id = g.entry
JOIN append a ON a.id = n.append
JOIN operation o ON o.id = a.operation;

-- Each time that somebody was asked for, or stood in a file: fields answered for, values that came.
CREATE VIEW observations AS
SELECT
  n.id AS entry, a.operation, u.system, u.user_number, u.user,
  CASE n.kind WHEN 0 THEN 'fetched' WHEN 1 THEN 'notReturned' ELSE 'imported' END AS kind,
  a.asked_at, a.received_at, a.recorded_at,
  (SELECT count(*) FROM scope_field f WHERE f.scope = a.asked) AS fields_asked,
  CASE WHEN n.kind = 1 THEN 0
    ELSE (SELECT count(*) FROM scope_field f WHERE f.scope = a.scope) END AS fields_answered,
  n.returned AS values_returned, x.code, CAST(m.content AS TEXT) AS message
FROM entry n
JOIN append a ON a.id = n.append
JOIN users u ON u.user_number = n.user
LEFT JOIN not_returned x ON x.entry = n.id
LEFT JOIN personal_text m ON m.id = x.message
WHERE n.kind IN (0, 1, 18);

-- When each field of each user was last answered for.
CREATE VIEW sightings AS
SELECT u.system, u.user_number, u.user, u.has_left, g.field, g.entry, a.recorded_at AS last_seen
FROM (
  SELECT s.user, f.field AS number, i.code AS field, max(s.entry) AS entry
  FROM projected_sighting s
  JOIN scope_field f ON f.scope = s.scope
  JOIN field i ON i.id = f.field
  GROUP BY s.user, f.field
) g
JOIN users u ON u.user_number = g.user
JOIN entry n ON n.id = g.entry
JOIN append a ON a.id = n.append;

-- The choices of a field as it is described now.
CREATE VIEW options AS
SELECT f.system, f.code AS field, d.name AS field_name, c.position, c.value, c.label
FROM projected_field p
JOIN field f ON f.id = p.field
JOIN description d ON d.id = p.description
JOIN option c ON c.description = d.id
WHERE NOT p.is_removed;
