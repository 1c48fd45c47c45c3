-- The views that reports use, as in migrations/sql/m0009_report_views.sql.

CREATE OR REPLACE VIEW rollbook.cells AS
SELECT
  c.log, u.system, c."user" AS user_number, u."user", u.has_left, c.field AS field_number,
  rollbook.text_of(i.code) AS field, rollbook.text_of(d.name) AS field_name, rollbook.text_of(d.group_code) AS group_code,
  rollbook.text_of(d.group_name) AS group_name, c.item, s.presence, s.value, s.label, s.words, c.source, c.entry,
  a.operation, a.recorded_at AS since, l.last_observed
FROM rollbook_log.expected_cells c
JOIN rollbook_log.field i ON i.log = c.log AND i.id = c.field
JOIN rollbook.users u ON u.log = c.log AND u.user_number = c."user"
JOIN rollbook.stored_events s ON s.log = c.log AND s.event = c.event
JOIN rollbook_log.entry n ON n.log = c.log AND n.id = c.entry
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append
LEFT JOIN (
  SELECT g.log, g."user", f.field, max(b.recorded_at) AS last_observed
  FROM rollbook_log.projected_observation g
  JOIN rollbook_log.scope_field f ON f.log = g.log AND f.scope = g.scope
  JOIN rollbook_log.entry m ON m.log = g.log AND m.id = g.entry
  JOIN rollbook_log.append b ON b.log = m.log AND b.id = m.append
  GROUP BY g.log, g."user", f.field
) l ON l.log = c.log AND l."user" = c."user" AND l.field = c.field
LEFT JOIN rollbook_log.projected_field p ON p.log = c.log AND p.field = c.field
LEFT JOIN rollbook_log.description d ON d.log = p.log AND d.id = p.description;

CREATE OR REPLACE VIEW rollbook.changes AS
SELECT
  h.log, u.system, h."user" AS user_number, u."user", rollbook.text_of(f.code) AS field, rollbook.text_of(d.name) AS field_name,
  d.is_derived, h.item, s.entry || '.' || s.ordinal AS event, s.entry,
  CASE WHEN h.from_event IS NULL THEN 1 ELSE 0 END AS is_first, o.presence AS from_presence,
  o.value AS from_value, o.label AS from_label, o.words AS from_words, s.presence AS to_presence,
  s.value AS to_value, s.label AS to_label, s.words AS to_words,
  CASE n.kind WHEN 18 THEN 'imported' ELSE 'fetched' END AS kind, a.operation, h.recorded_at,
  c.recorded_at AS last_observed_before,
  CASE WHEN r.operation IS NOT NULL THEN 'batch ' || r.operation
    WHEN h.from_event IS NOT NULL THEN 'outside' END AS "by",
  r.operation AS batch,
  CASE WHEN r.operation IS NOT NULL
    THEN CASE WHEN w.value IS NOT DISTINCT FROM s.value THEN 1 ELSE 0 END END AS as_written,
  b.actor, b.claimed_actor, b.reason, b.ticket
FROM rollbook_log.cell_changes h
JOIN rollbook_log.field f ON f.log = h.log AND f.id = h.field
JOIN rollbook.users u ON u.log = h.log AND u.user_number = h."user"
JOIN rollbook.stored_events s ON s.log = h.log AND s.event = h.event AND s.changed = 1
JOIN rollbook_log.entry n ON n.log = h.log AND n.id = h.entry
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append
LEFT JOIN rollbook_log.entry m ON m.log = h.log AND m.id = h.observed_before
LEFT JOIN rollbook_log.append c ON c.log = m.log AND c.id = m.append
LEFT JOIN rollbook.stored_events o ON o.log = h.log AND o.event = h.from_event
LEFT JOIN (
  SELECT DISTINCT ON (g.log, g.event) g.log, g.event, p.event AS written, q.operation
  FROM rollbook_log.cell_changes g
  JOIN rollbook_log.projected_written p ON p.log = g.log AND p."user" = g."user" AND p.field = g.field
    AND p.item = g.item
  JOIN rollbook_log.event i ON i.log = p.log AND i.id = p.event
  JOIN rollbook_log.projected_row q ON q.log = i.log AND q.intended = i.entry
  WHERE q.sent > coalesce(g.observed_before, 0) AND q.sent < g.entry
  ORDER BY g.log, g.event, q.sent DESC
) r ON r.log = h.log AND r.event = h.event
LEFT JOIN rollbook.stored_events w ON w.log = r.log AND w.event = r.written
LEFT JOIN rollbook.operations b ON b.log = r.log AND b.operation = r.operation
LEFT JOIN rollbook_log.projected_field g ON g.log = h.log AND g.field = h.field
LEFT JOIN rollbook_log.description d ON d.log = g.log AND d.id = g.description;

CREATE OR REPLACE VIEW rollbook.writes AS
SELECT
  q.log, q.operation, q.intended, u.system, u.user_number, u."user", s.field, rollbook.text_of(d.name) AS field_name,
  e.item, s.entry || '.' || s.ordinal AS event,
  CASE w.action WHEN 0 THEN 'set' WHEN 1 THEN 'clear' ELSE 'append' END AS action, w.is_implied,
  CASE w.reversibility WHEN 0 THEN 'exact' WHEN 1 THEN 'residual' WHEN 2 THEN 'unproven'
    ELSE 'irreversible' END AS reversibility,
  b.presence AS from_presence, b.value AS from_value, b.label AS from_label, b.words AS from_words,
  s.presence AS to_presence, s.value AS to_value, s.label AS to_label, s.words AS to_words,
  q.status, q.settled, a.recorded_at AS sent_at,
  CASE WHEN x.event = e.id THEN 1 ELSE 0 END AS is_unobserved
FROM rollbook_log.projected_row r
JOIN rollbook_log.intended i ON i.log = r.log AND i.entry = r.intended
JOIN rollbook_log.entry n ON n.log = r.log AND n.id = r.intended
JOIN rollbook.users u ON u.log = n.log AND u.user_number = n."user"
JOIN rollbook.batch_rows q ON q.log = r.log AND q.intended = r.intended
JOIN rollbook_log.event e ON e.log = i.log AND e.id BETWEEN i.first_event AND i.first_event + i.events - 1
JOIN rollbook_log.write w ON w.log = e.log AND w.event = e.id
JOIN rollbook.stored_events s ON s.log = e.log AND s.event = e.id
LEFT JOIN rollbook.stored_events b ON b.log = w.log AND b.event = w.base
LEFT JOIN rollbook_log.entry m ON m.log = r.log AND m.id = r.sent
LEFT JOIN rollbook_log.append a ON a.log = m.log AND a.id = m.append
LEFT JOIN rollbook_log.projected_write x ON x.log = n.log AND x."user" = n."user" AND x.field = e.field
  AND x.item = e.item
LEFT JOIN rollbook_log.projected_field p ON p.log = e.log AND p.field = e.field
LEFT JOIN rollbook_log.description d ON d.log = p.log AND d.id = p.description;

CREATE OR REPLACE VIEW rollbook.batches AS
SELECT
  o.log, o.operation, o.kind, o.system, o.parent, o.status, o.actor, o.claimed_actor, o.reason,
  o.ticket, o.opened_at, o.closed_at, coalesce(r.rows, 0) AS rows,
  coalesce(r.accepted, 0) AS accepted, coalesce(r.rejected, 0) AS rejected,
  coalesce(r.uncertain, 0) AS uncertain, coalesce(r.not_sent, 0) AS not_sent,
  coalesce(r.skipped, 0) AS skipped,
  (SELECT count(*) FROM rollbook_log.limit_override l WHERE l.log = o.log AND l.operation = o.operation)
    AS limits_exceeded
FROM rollbook.operations o
LEFT JOIN (
  SELECT
    log, operation, count(*) AS rows,
    count(*) FILTER (WHERE stands = 'accepted') AS accepted,
    count(*) FILTER (WHERE stands = 'rejected') AS rejected,
    count(*) FILTER (WHERE stands = 'uncertain') AS uncertain,
    count(*) FILTER (WHERE stands = 'notSent') AS not_sent,
    count(*) FILTER (WHERE stands = 'skipped') AS skipped
  FROM (
    SELECT
      log, operation,
      CASE settled WHEN 'applied' THEN 'accepted' WHEN 'notApplied' THEN 'rejected' ELSE status END
        AS stands
    FROM rollbook.batch_rows
  ) each
  GROUP BY log, operation
) r ON r.log = o.log AND r.operation = o.operation
WHERE o.kind IN ('push', 'retry', 'rollback', 'replay');
