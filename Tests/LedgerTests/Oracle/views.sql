-- Views of the reports in their plainest form, which no condition reaches. ReportOracleTests puts them in the
-- place of the shipped ones, and holds the shipped views and reports against them and against the reports
-- of this folder, row for row. A view that has one form only is not here.

-- Every fetched event of each cell.
CREATE VIEW cell_events AS
SELECT user, field, item, entry, event, observed_before FROM projected_roster
UNION ALL
SELECT user, field, item, entry, event, observed_before FROM projected_history;

-- An erased user has the number of the row as its name, which identifies no one, and has left.
CREATE VIEW users AS
SELECT
  u.id AS user_number, u.system,
  CASE WHEN p.id IS NULL THEN 'erased#' || u.id ELSE CAST(p.key AS TEXT) END AS user,
  CASE WHEN p.id IS NULL THEN 1 ELSE coalesce(m.has_left, 0) END AS has_left,
  m.entry AS membership_entry
FROM user u
LEFT JOIN personal_user p ON p.id = u.id
LEFT JOIN projected_membership m ON m.user = u.id;

-- words: the content for people: value (label), or in brackets why there is no value.
CREATE VIEW stored_events AS
SELECT
  event, entry, ordinal, user_number, field, item, changed, presence, value, label,
  CASE presence WHEN 'value' THEN CASE value WHEN '' THEN '""' ELSE value END
    WHEN 'emptyList' THEN '(empty list)' ELSE '(' || presence || ')' END
  || CASE WHEN label <> '' AND label IS NOT value THEN ' (' || label || ')' ELSE '' END AS words
FROM (
  SELECT
    e.id AS event, e.entry, e.ordinal, n.user AS user_number, f.code AS field, e.item, e.changed,
    CASE
      WHEN v.id IS NULL THEN
        CASE WHEN EXISTS (SELECT 1 FROM erased_value x WHERE x.id = e.id)
          THEN 'erased' ELSE 'lost' END
      WHEN v.form = 32 THEN 'emptyList'
      WHEN v.form = 35 THEN 'gone'
      WHEN v.form = 33 OR v.form < 32 AND v.form % 4 = 2 THEN 'null'
      WHEN v.form = 34 OR v.form < 32 AND v.form % 4 = 3 THEN 'missing'
      ELSE 'value' END AS presence,
    CAST(v.value AS TEXT) AS value,
    CAST(CASE WHEN v.form < 4 THEN v.value ELSE v.label END AS TEXT) AS label
  FROM event e
  LEFT JOIN personal_value v ON v.id = e.id
  JOIN entry n ON n.id = e.entry
  JOIN field f ON f.id = e.field
);

CREATE VIEW roster AS
SELECT
  u.system, u.user, u.has_left, s.field, d.name AS field_name, r.item, s.presence, s.value,
  s.label, s.entry, a.recorded_at AS since
FROM projected_roster r
JOIN users u ON u.user_number = r.user
JOIN stored_events s ON s.event = r.event
JOIN entry n ON n.id = s.entry
JOIN append a ON a.id = n.append
LEFT JOIN projected_field p ON p.field = r.field
LEFT JOIN description d ON d.id = p.description
WHERE NOT r.is_gone;

CREATE VIEW history AS
SELECT
  u.system, u.user, s.field, h.item, s.entry, s.ordinal, s.presence, s.value, s.label, s.changed,
  a.operation, a.recorded_at,
  (SELECT b.recorded_at FROM entry m JOIN append b ON b.id = m.append WHERE m.id = h.observed_before)
    AS last_observed_before
FROM cell_events h
JOIN users u ON u.user_number = h.user
JOIN stored_events s ON s.event = h.event
JOIN entry n ON n.id = h.entry
JOIN append a ON a.id = n.append;

-- When a response last covered each field of each user.
CREATE VIEW last_observations AS
SELECT u.system, u.user_number, u.user, u.has_left, g.field, g.entry, a.recorded_at AS last_observed
FROM (
  SELECT s.user, f.field AS number, i.code AS field, max(s.entry) AS entry
  FROM projected_observation s
  JOIN scope_field f ON f.scope = s.scope
  JOIN field i ON i.id = f.field
  GROUP BY s.user, f.field
) g
JOIN users u ON u.user_number = g.user
JOIN entry n ON n.id = g.entry
JOIN append a ON a.id = n.append;

-- The expected content of each cell: the last observed one, or an accepted write after that.
CREATE VIEW cells AS
SELECT
  u.system, c.user AS user_number, u.user, u.has_left, i.code AS field, d.name AS field_name,
  d.group_code, d.group_name, c.item, s.presence, s.value, s.label, s.words, c.source, c.entry, a.operation,
  a.recorded_at AS since,
  (
    SELECT b.recorded_at FROM entry m JOIN append b ON b.id = m.append
    WHERE m.id = (
      SELECT max(g.entry) FROM projected_observation g
      JOIN scope_field f ON f.scope = g.scope AND f.field = c.field
      WHERE g.user = c.user
    )
  ) AS last_observed
FROM (
  WITH expected AS (
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
      SELECT max(g.entry) FROM projected_observation g
      JOIN scope_field f ON f.scope = g.scope AND f.field = w.field
      WHERE g.user = w.user
    ), 0)
  )
  SELECT r.user, r.field, r.item, r.event, r.entry, 'observed' AS source
  FROM projected_roster r
  WHERE NOT r.is_gone AND NOT EXISTS (
    SELECT 1 FROM expected b
    WHERE b.user = r.user AND b.field = r.field AND b.item = r.item
  )
  UNION ALL
  SELECT user, field, item, event, entry, 'written' FROM expected
) c
JOIN field i ON i.id = c.field
JOIN users u ON u.user_number = c.user
JOIN stored_events s ON s.event = c.event
JOIN entry n ON n.id = c.entry
JOIN append a ON a.id = n.append
LEFT JOIN projected_field p ON p.field = c.field
LEFT JOIN description d ON d.id = p.description;

-- Every observed change of a cell, and who made it: a batch, if it sent a write of the cell since
-- the field was last observed, and the write was accepted, or settled as applied.
CREATE VIEW changes AS
SELECT
  u.system, h.user AS user_number, u.user, f.code AS field, d.name AS field_name,
  d.is_derived, h.item,
  s.entry || '.' || s.ordinal AS event, s.entry,
  (SELECT o.presence FROM stored_events o WHERE o.event = b.event) AS from_presence,
  (SELECT o.value FROM stored_events o WHERE o.event = b.event) AS from_value,
  (SELECT o.label FROM stored_events o WHERE o.event = b.event) AS from_label,
  (SELECT o.words FROM stored_events o WHERE o.event = b.event) AS from_words,
  s.presence AS to_presence, s.value AS to_value, s.label AS to_label,
  s.words AS to_words, CASE n.kind WHEN 18 THEN 'imported' ELSE 'fetched' END AS kind,
  a.operation, a.recorded_at,
  (SELECT c.recorded_at FROM entry m JOIN append c ON c.id = m.append WHERE m.id = h.observed_before)
    AS last_observed_before,
  CASE
    WHEN r.operation IS NOT NULL THEN 'batch ' || r.operation
    WHEN b.event IS NOT NULL THEN 'outside' END AS "by",
  r.operation AS batch,
  CASE WHEN r.operation IS NOT NULL
    THEN (SELECT o.value FROM stored_events o WHERE o.event = w.id) IS s.value END AS as_written,
  (SELECT o.actor FROM operations o WHERE o.operation = r.operation) AS actor,
  (SELECT o.claimed_actor FROM operations o WHERE o.operation = r.operation) AS claimed_actor,
  (SELECT o.reason FROM operations o WHERE o.operation = r.operation) AS reason,
  (SELECT o.ticket FROM operations o WHERE o.operation = r.operation) AS ticket
FROM cell_events h
JOIN field f ON f.id = h.field
JOIN users u ON u.user_number = h.user
JOIN stored_events s ON s.event = h.event AND s.changed = 1
JOIN entry n ON n.id = h.entry
JOIN append a ON a.id = n.append
LEFT JOIN projected_history b ON b.user = h.user AND b.field = h.field AND b.item = h.item
  AND b.entry = (
    SELECT max(p.entry) FROM projected_history p
    WHERE p.user = h.user AND p.field = h.field AND p.item = h.item AND p.entry < h.entry
  )
LEFT JOIN event w ON w.id = (
  SELECT p.event FROM projected_written p
  JOIN event i ON i.id = p.event
  JOIN projected_row q ON q.intended = i.entry
  WHERE p.user = h.user AND p.field = h.field AND p.item = h.item
    AND q.sent > coalesce(h.observed_before, 0) AND q.sent < h.entry
  ORDER BY q.sent DESC LIMIT 1
)
LEFT JOIN projected_row r ON r.intended = w.entry
LEFT JOIN projected_field g ON g.field = h.field
LEFT JOIN description d ON d.id = g.description;

-- Every cell of every row of a batch. is_unobserved: no response about its field has followed yet.
CREATE VIEW writes AS
SELECT
  q.operation, q.intended, u.system, u.user_number, u.user, s.field, d.name AS field_name, e.item,
  s.entry || '.' || s.ordinal AS event,
  CASE w.action WHEN 0 THEN 'set' WHEN 1 THEN 'clear' ELSE 'append' END AS action, w.is_implied,
  CASE w.reversibility WHEN 0 THEN 'exact' WHEN 1 THEN 'residual' WHEN 2 THEN 'unproven'
    ELSE 'irreversible' END AS reversibility,
  (SELECT b.presence FROM stored_events b WHERE b.event = w.base) AS from_presence,
  (SELECT b.value FROM stored_events b WHERE b.event = w.base) AS from_value,
  (SELECT b.label FROM stored_events b WHERE b.event = w.base) AS from_label,
  (SELECT b.words FROM stored_events b WHERE b.event = w.base) AS from_words,
  s.presence AS to_presence, s.value AS to_value, s.label AS to_label, s.words AS to_words, q.status, q.settled,
  (SELECT a.recorded_at FROM entry m JOIN append a ON a.id = m.append WHERE m.id = r.sent)
    AS sent_at,
  EXISTS (
    SELECT 1 FROM projected_write x
    WHERE x.user = n.user AND x.field = e.field AND x.item = e.item AND x.event = e.id
  ) AS is_unobserved
FROM write w
JOIN event e ON e.id = w.event
JOIN stored_events s ON s.event = w.event
JOIN entry n ON n.id = e.entry
JOIN users u ON u.user_number = n.user
JOIN batch_rows q ON q.intended = e.entry
JOIN projected_row r ON r.intended = e.entry
LEFT JOIN projected_field p ON p.field = e.field
LEFT JOIN description d ON d.id = p.description;
