-- The views that reports use, under stable names; see docs/format.md.
--
-- What a LEFT JOIN finds in a view is in subqueries of single columns: SQLite would first write the
-- whole view into a temporary table, whatever the query asks for.

-- The expected content of each cell: the last observed one, or an accepted write after that.
CREATE VIEW cells AS
SELECT
  u.system, c.user AS user_number, u.user, u.has_left, c.field AS field_number, i.code AS field,
  d.name AS field_name, d.group_code, d.group_name, c.item, s.presence, s.value, s.label, s.words,
  c.source, c.entry,
  (SELECT a.operation FROM entry n JOIN append a ON a.id = n.append WHERE n.id = c.entry)
    AS operation,
  (SELECT a.recorded_at FROM entry n JOIN append a ON a.id = n.append WHERE n.id = c.entry)
    AS since,
  (
    SELECT b.recorded_at FROM entry m JOIN append b ON b.id = m.append
    WHERE m.id = (
      SELECT g.entry FROM projected_observation g
      JOIN scope_field f ON f.scope = g.scope AND f.field = c.field
      WHERE g.user = c.user ORDER BY g.entry DESC LIMIT 1
    )
  ) AS last_observed
FROM expected_cells c
JOIN field i ON i.id = c.field
JOIN users u ON u.user_number = c.user
JOIN stored_events s ON s.event = c.event
LEFT JOIN projected_field p ON p.field = c.field
LEFT JOIN description d ON d.id = p.description;

-- Every observed change of a cell, and who made it: a batch, if it sent a write of the cell since
-- the field was last observed, and the write was accepted, or settled as applied. is_first: there was
-- no content before it.
CREATE VIEW changes AS
SELECT
  u.system, h.user AS user_number, u.user, f.code AS field, d.name AS field_name,
  d.is_derived, h.item,
  s.entry || '.' || s.ordinal AS event, s.entry, h.from_event IS NULL AS is_first,
  (SELECT o.presence FROM stored_events o WHERE o.event = h.from_event) AS from_presence,
  (SELECT o.value FROM stored_events o WHERE o.event = h.from_event) AS from_value,
  (SELECT o.label FROM stored_events o WHERE o.event = h.from_event) AS from_label,
  (SELECT o.words FROM stored_events o WHERE o.event = h.from_event) AS from_words,
  s.presence AS to_presence, s.value AS to_value, s.label AS to_label,
  s.words AS to_words, CASE n.kind WHEN 18 THEN 'imported' ELSE 'fetched' END AS kind,
  (SELECT a.operation FROM append a WHERE a.id = n.append) AS operation, h.recorded_at,
  (SELECT c.recorded_at FROM entry m JOIN append c ON c.id = m.append WHERE m.id = h.observed_before)
    AS last_observed_before,
  CASE
    WHEN r.operation IS NOT NULL THEN 'batch ' || r.operation
    WHEN h.from_event IS NOT NULL THEN 'outside' END AS "by",
  r.operation AS batch,
  CASE WHEN r.operation IS NOT NULL
    THEN (SELECT o.value FROM stored_events o WHERE o.event = w.id) IS s.value END AS as_written,
  (SELECT o.actor FROM operations o WHERE o.operation = r.operation) AS actor,
  (SELECT o.claimed_actor FROM operations o WHERE o.operation = r.operation) AS claimed_actor,
  (SELECT o.reason FROM operations o WHERE o.operation = r.operation) AS reason,
  (SELECT o.ticket FROM operations o WHERE o.operation = r.operation) AS ticket
FROM cell_changes h
JOIN field f ON f.id = h.field
JOIN users u ON u.user_number = h.user
JOIN stored_events s ON s.event = h.event AND s.changed = 1
JOIN entry n ON n.id = h.entry
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
--
-- CROSS JOIN: the events of a row are a range of numbers, which SQLite takes for a long one. They are
-- looked up after the rows.
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
  s.presence AS to_presence, s.value AS to_value, s.label AS to_label, s.words AS to_words,
  q.status, q.settled,
  (SELECT a.recorded_at FROM entry m JOIN append a ON a.id = m.append WHERE m.id = r.sent)
    AS sent_at,
  EXISTS (
    SELECT 1 FROM projected_write x
    WHERE x.user = n.user AND x.field = e.field AND x.item = e.item AND x.event = e.id
  ) AS is_unobserved
FROM projected_row r
JOIN intended i ON i.entry = r.intended
JOIN entry n ON n.id = r.intended
JOIN users u ON u.user_number = n.user
JOIN batch_rows q ON q.intended = r.intended
CROSS JOIN event e ON e.id BETWEEN i.first_event AND i.first_event + i.events - 1
JOIN write w ON w.event = e.id
JOIN stored_events s ON s.event = e.id
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
