-- The views that reports use, under stable names; see docs/format.md.

-- The expected content of each cell: the last observed one, or an accepted write after that.
CREATE VIEW cells AS
SELECT
  u.system, c.user AS user_number, u.user, u.has_left, s.field, d.name AS field_name,
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
  u.system, c.user AS user_number, u.user, s.field, d.name AS field_name, d.is_derived, c.item,
  s.entry || '.' || s.ordinal AS event, s.entry,
  o.presence AS from_presence, o.value AS from_value, o.label AS from_label,
  o.words AS from_words, s.presence AS to_presence, s.value AS to_value, s.label AS to_label,
  s.words AS to_words, CASE n.kind WHEN 18 THEN 'imported' ELSE 'fetched' END AS kind, a.operation, a.recorded_at,
  (SELECT b.recorded_at FROM entry m JOIN append b ON b.id = m.append WHERE m.id = c.observed_before)
    AS last_observed_before,
  CASE
    WHEN r.operation IS NOT NULL THEN 'batch ' || r.operation
    WHEN c.old IS NOT NULL THEN 'outside' END AS "by",
  r.operation AS batch,
  CASE WHEN r.operation IS NOT NULL THEN v.value IS s.value END AS as_written,
  b.actor, b.claimed_actor, b.reason, b.ticket
FROM (
  SELECT
    h.user, h.field, h.item, h.entry, h.event, h.observed_before,
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
        AND q.sent > coalesce(h.observed_before, 0) AND q.sent < h.entry
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

-- Every cell of every row of a batch. is_unobserved: no response about its field has followed yet.
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
  ) AS is_unobserved
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

-- Each batch with the counts of its rows; settled as applied counts as accepted, settled as not
-- applied as rejected. limits_exceeded: how many limits it was allowed to exceed.
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
