-- The views of the reports in their plainest form, which no condition reaches. ReportOracleTests holds
-- the shipped views and reports against them and against the reports of this folder, row for row.

-- Every fetched event of each cell.
CREATE VIEW cell_events AS
SELECT user, field, item, entry, event, observed_before FROM projected_roster
UNION ALL
SELECT user, field, item, entry, event, observed_before FROM projected_history;

CREATE VIEW operations AS
SELECT
  o.id AS operation, o.kind, o.system, o.parent, o.program,
  CAST(a.content AS TEXT) AS actor,
  CAST(c.content AS TEXT) AS claimed_actor,
  CASE WHEN o.reason IS NOT NULL AND r.id IS NULL THEN '(erased)' ELSE CAST(r.content AS TEXT) END
    AS reason,
  CASE WHEN o.ticket IS NOT NULL AND t.id IS NULL THEN '(erased)' ELSE CAST(t.content AS TEXT) END
    AS ticket,
  CASE WHEN p.id IS NULL THEN '{"erased":true}' ELSE CAST(p.content AS TEXT) END AS parameters,
  coalesce(e.status, 'open') AS status,
  (SELECT min(recorded_at) FROM append WHERE operation = o.id) AS opened_at,
  (SELECT b.recorded_at FROM entry n JOIN append b ON b.id = n.append WHERE n.id = e.entry)
    AS closed_at,
  (SELECT sum(entries) FROM append WHERE operation = o.id) AS entries
FROM operation o
LEFT JOIN personal_text a ON a.id = o.actor
LEFT JOIN personal_text c ON c.id = o.claimed_actor
LEFT JOIN personal_text r ON r.id = o.reason
LEFT JOIN personal_text t ON t.id = o.ticket
LEFT JOIN personal_text p ON p.id = o.parameters
LEFT JOIN closing e ON e.operation = o.id;

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

CREATE VIEW fields AS
SELECT
  f.id AS field_number, f.system, f.code AS field, d.write_code, d.name, d.group_code,
  d.group_name, d.is_detail, d.type, d.is_derived, p.is_removed, d.position
FROM projected_field p
JOIN field f ON f.id = p.field
JOIN description d ON d.id = p.description;

-- The options of each field in its current description.
CREATE VIEW options AS
SELECT f.system, f.code AS field, d.name AS field_name, c.position, c.value, c.label
FROM projected_field p
JOIN field f ON f.id = p.field
JOIN description d ON d.id = p.description
JOIN option c ON c.description = d.id
WHERE NOT p.is_removed;

CREATE VIEW entries AS
SELECT
  e.id AS entry,
  CASE e.kind
    WHEN 0 THEN 'fetched' WHEN 1 THEN 'notReturned' WHEN 2 THEN 'opened' WHEN 3 THEN 'closed'
    WHEN 4 THEN 'enumerated' WHEN 5 THEN 'joined' WHEN 6 THEN 'left' WHEN 7 THEN 'rejoined'
    WHEN 8 THEN 'cataloged' WHEN 9 THEN 'intended' WHEN 10 THEN 'sent' WHEN 11 THEN 'accepted'
    WHEN 12 THEN 'rejected' WHEN 13 THEN 'uncertain' WHEN 14 THEN 'skipped'
    WHEN 15 THEN 'settled' WHEN 16 THEN 'linked' WHEN 17 THEN 'unlinked'
    WHEN 18 THEN 'imported' WHEN 19 THEN 'held' WHEN 20 THEN 'released' WHEN 21 THEN 'erased'
    WHEN 22 THEN 'erasureRefused' WHEN 23 THEN 'readmitted' WHEN 24 THEN 'suppressed'
    WHEN 25 THEN 'dismissed'
    WHEN 26 THEN 'setAside' END AS kind,
  a.operation, o.system, e.user AS user_number,
  CASE WHEN e.user IS NOT NULL AND p.id IS NULL THEN 'erased#' || e.user
    ELSE CAST(p.key AS TEXT) END AS user,
  a.recorded_at, a.asked_at, a.received_at, a.request_id, e.returned, e.append
FROM entry e
JOIN append a ON a.id = e.append
JOIN operation o ON o.id = a.operation
LEFT JOIN personal_user p ON p.id = e.user;

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

-- The position in the log. at: the time of the query, from which ages are counted.
CREATE VIEW read_position AS
SELECT
  coalesce(max(e.id), 0) AS entry,
  (SELECT recorded_at FROM append ORDER BY id DESC LIMIT 1) AS recorded_at,
  CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) AS at
FROM entry e;

-- The user lists that a system returned.
CREATE VIEW lists AS
SELECT g.entry, o.system, a.operation, g.listed, g.missing, g.accepted, a.recorded_at
FROM enumeration g
JOIN entry n ON n.id = g.entry
JOIN append a ON a.id = n.append
JOIN operation o ON o.id = a.operation;

-- The users who joined or rejoined a system's user list, or left it. list_before: the list before
-- that one.
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

-- What a system reported about a user who left: a JSON object with lastWorkDay (milliseconds),
-- status, preStatus, voluntaryReason, passiveReason and reasonMemo, as far as it has them. NULL if
-- it was erased.
CREATE VIEW dismissals AS
SELECT
  n.id AS entry, u.system, u.user_number, u.user, a.operation, a.recorded_at,
  CAST(t.content AS TEXT) AS record
FROM dismissal d
JOIN entry n ON n.id = d.entry
JOIN append a ON a.id = n.append
JOIN users u ON u.user_number = n.user
LEFT JOIN personal_text t ON t.id = d.record;

-- Each time that a user was asked for, or was in a file: fields covered, values returned.
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

CREATE VIEW set_asides AS
SELECT
  s.entry, e.operation, e.system, s.part, s.people, e.user_number, e.user, s.field, s.problem,
  e.recorded_at
FROM set_aside s
JOIN entries e ON e.entry = s.entry;

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

CREATE VIEW batch_rows AS
SELECT
  r.operation, r.intended,
  CASE WHEN p.id IS NULL THEN 'erased#' || n.user ELSE CAST(p.key AS TEXT) END AS user,
  CASE r.status WHEN 0 THEN 'notSent' WHEN 1 THEN 'skipped' WHEN 2 THEN 'uncertain'
    WHEN 3 THEN 'accepted' WHEN 4 THEN 'rejected' END AS status,
  s.verdict AS settled, r.attempts, u.code,
  CASE WHEN coalesce(u.message, g.reason) IS NOT NULL AND coalesce(m.id, k.id) IS NULL
    THEN '(erased)' ELSE CAST(coalesce(m.content, k.content) AS TEXT) END AS message
FROM projected_row r
JOIN entry n ON n.id = r.intended
LEFT JOIN personal_user p ON p.id = n.user
LEFT JOIN settlement s ON s.entry = r.settlement
LEFT JOIN outcome u ON u.entry = r.outcome
LEFT JOIN personal_text m ON m.id = u.message
LEFT JOIN skipping g ON g.entry = r.outcome
LEFT JOIN personal_text k ON k.id = g.reason;

-- Limits of the configuration that an operation was allowed to exceed.
CREATE VIEW overrides AS
SELECT l.operation, o.kind, o.system, l.name, l.configured, l.used, o.actor, o.reason, o.opened_at
FROM limit_override l
JOIN operations o ON o.operation = l.operation;

CREATE VIEW links AS
SELECT
  CAST(d.key AS TEXT) AS dingtalk, CAST(m.key AS TEXT) AS maycur, l.source, l.entry,
  a.recorded_at AS since
FROM projected_link l
JOIN personal_user d ON d.id = l.dingtalk
JOIN personal_user m ON m.id = l.maycur
JOIN entry n ON n.id = l.entry
JOIN append a ON a.id = n.append;

CREATE VIEW imports AS
SELECT
  i.operation, o.system,
  CASE WHEN t.id IS NULL THEN '(erased)' ELSE CAST(t.content AS TEXT) END AS file,
  lower(hex(i.digest)) AS sha256, i.captured_at
FROM import i
JOIN operation o ON o.id = i.operation
LEFT JOIN personal_text t ON t.id = i.file;

CREATE VIEW erasures AS
SELECT
  e.entry, n.user AS user_number, a.operation, o.system,
  CASE WHEN e.scope IS NULL THEN 'user' ELSE 'fields' END AS what,
  (SELECT count(*) FROM erased_value x WHERE x.erasure = e.entry) AS "values",
  (SELECT count(*) FROM erased_text x WHERE x.erasure = e.entry) AS texts,
  r.entry AS readmitted, a.recorded_at
FROM erasure e
JOIN entry n ON n.id = e.entry
JOIN append a ON a.id = n.append
JOIN operation o ON o.id = a.operation
LEFT JOIN readmission r ON r.erasure = e.entry;

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
