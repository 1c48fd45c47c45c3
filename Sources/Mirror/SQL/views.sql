-- The views of docs/format.md, under the same names and columns, with log before them. The texts of
-- migrations/sql/m0008_views.sql and the files after it are written again here, because PostgreSQL
-- has another dialect; a test compares both, row by row. Every join says a.log = b.log.

CREATE OR REPLACE VIEW rollbook.operations AS
SELECT
  o.log, o.id AS operation, rollbook.text_of(o.kind) AS kind, rollbook.text_of(o.system) AS system, o.parent,
  rollbook.text_of(o.program) AS program, rollbook.text_of(a.content) AS actor, rollbook.text_of(c.content) AS claimed_actor,
  CASE WHEN o.reason IS NOT NULL AND r.id IS NULL THEN '(erased)' ELSE rollbook.text_of(r.content) END AS reason,
  CASE WHEN o.ticket IS NOT NULL AND t.id IS NULL THEN '(erased)' ELSE rollbook.text_of(t.content) END AS ticket,
  CASE WHEN p.id IS NULL THEN '{"erased":true}' ELSE rollbook.text_of(p.content) END AS parameters,
  coalesce(rollbook.text_of(e.status), 'open') AS status,
  (SELECT min(b.recorded_at) FROM rollbook_log.append b WHERE b.log = o.log AND b.operation = o.id) AS opened_at,
  (
    SELECT b.recorded_at FROM rollbook_log.entry n JOIN rollbook_log.append b ON b.log = n.log AND b.id = n.append
    WHERE n.log = e.log AND n.id = e.entry
  ) AS closed_at,
  CAST((SELECT sum(b.entries) FROM rollbook_log.append b WHERE b.log = o.log AND b.operation = o.id) AS bigint)
    AS entries,
  CASE WHEN o.request_key IS NOT NULL THEN coalesce(rollbook.text_of(k.content), '(erased)') END AS request_key
FROM rollbook_log.operation o
LEFT JOIN rollbook_log.personal_text a ON a.log = o.log AND a.id = o.actor
LEFT JOIN rollbook_log.personal_text c ON c.log = o.log AND c.id = o.claimed_actor
LEFT JOIN rollbook_log.personal_text r ON r.log = o.log AND r.id = o.reason
LEFT JOIN rollbook_log.personal_text t ON t.log = o.log AND t.id = o.ticket
LEFT JOIN rollbook_log.personal_text p ON p.log = o.log AND p.id = o.parameters
LEFT JOIN rollbook_log.personal_text k ON k.log = o.log AND k.id = o.request_key
LEFT JOIN rollbook_log.closing e ON e.log = o.log AND e.operation = o.id;

CREATE OR REPLACE VIEW rollbook.users AS
SELECT
  u.log, u.id AS user_number, rollbook.text_of(u.system) AS system, coalesce(rollbook.text_of(p.key), 'erased#' || u.id) AS "user",
  CASE WHEN p.id IS NULL THEN 1 ELSE coalesce(m.has_left, 0) END AS has_left,
  m.entry AS membership_entry
FROM rollbook_log."user" u
LEFT JOIN rollbook_log.personal_user p ON p.log = u.log AND p.id = u.id
LEFT JOIN rollbook_log.projected_membership m ON m.log = u.log AND m."user" = u.id;

CREATE OR REPLACE VIEW rollbook.fields AS
SELECT
  f.log, f.id AS field_number, rollbook.text_of(f.system) AS system, rollbook.text_of(f.code) AS field,
  rollbook.text_of(d.write_code) AS write_code, rollbook.text_of(d.name) AS name, rollbook.text_of(d.group_code) AS group_code,
  rollbook.text_of(d.group_name) AS group_name, d.is_detail, rollbook.text_of(d.type) AS type, d.is_derived, p.is_removed,
  d.position
FROM rollbook_log.projected_field p
JOIN rollbook_log.field f ON f.log = p.log AND f.id = p.field
JOIN rollbook_log.description d ON d.log = p.log AND d.id = p.description;

CREATE OR REPLACE VIEW rollbook.options AS
SELECT
  f.log, rollbook.text_of(f.system) AS system, rollbook.text_of(f.code) AS field, rollbook.text_of(d.name) AS field_name, c.position,
  rollbook.text_of(c.value) AS value, rollbook.text_of(c.label) AS label
FROM rollbook_log.projected_field p
JOIN rollbook_log.field f ON f.log = p.log AND f.id = p.field
JOIN rollbook_log.description d ON d.log = p.log AND d.id = p.description
JOIN rollbook_log.option c ON c.log = p.log AND c.description = d.id
WHERE p.is_removed = 0;

CREATE OR REPLACE VIEW rollbook.entries AS
SELECT
  e.log, e.id AS entry,
  CASE e.kind
    WHEN 0 THEN 'fetched' WHEN 1 THEN 'notReturned' WHEN 2 THEN 'opened' WHEN 3 THEN 'closed'
    WHEN 4 THEN 'enumerated' WHEN 5 THEN 'joined' WHEN 6 THEN 'left' WHEN 7 THEN 'rejoined'
    WHEN 8 THEN 'cataloged' WHEN 9 THEN 'intended' WHEN 10 THEN 'sent' WHEN 11 THEN 'accepted'
    WHEN 12 THEN 'rejected' WHEN 13 THEN 'uncertain' WHEN 14 THEN 'skipped'
    WHEN 15 THEN 'settled' WHEN 16 THEN 'linked' WHEN 17 THEN 'unlinked'
    WHEN 18 THEN 'imported' WHEN 19 THEN 'held' WHEN 20 THEN 'released' WHEN 21 THEN 'erased'
    WHEN 22 THEN 'erasureRefused' WHEN 23 THEN 'readmitted' WHEN 24 THEN 'suppressed'
    WHEN 25 THEN 'dismissed'
    WHEN 26 THEN 'setAside' WHEN 27 THEN 'granted' WHEN 28 THEN 'revoked'
    WHEN 29 THEN 'configured' WHEN 30 THEN 'accessed' WHEN 31 THEN 'proposed'
    WHEN 32 THEN 'submitted' WHEN 33 THEN 'decided' WHEN 34 THEN 'forgotten'
    END AS kind,
  a.operation, rollbook.text_of(o.system) AS system, e."user" AS user_number,
  CASE WHEN e."user" IS NOT NULL AND p.id IS NULL THEN 'erased#' || e."user" ELSE rollbook.text_of(p.key) END
    AS "user",
  a.recorded_at, a.asked_at, a.received_at, rollbook.text_of(a.request_id) AS request_id, e.returned, e.append
FROM rollbook_log.entry e
JOIN rollbook_log.append a ON a.log = e.log AND a.id = e.append
JOIN rollbook_log.operation o ON o.log = a.log AND o.id = a.operation
LEFT JOIN rollbook_log.personal_user p ON p.log = e.log AND p.id = e."user";

CREATE OR REPLACE VIEW rollbook.stored_events AS
SELECT
  log, event, entry, ordinal, user_number, field, item, changed, presence, value, label,
  CASE presence WHEN 'value' THEN CASE value WHEN '' THEN '""' ELSE value END
    WHEN 'emptyList' THEN '(empty list)' ELSE '(' || presence || ')' END
  || CASE WHEN label <> '' AND label IS DISTINCT FROM value THEN ' (' || label || ')' ELSE '' END
    AS words
FROM (
  SELECT
    e.log, e.id AS event, e.entry, e.ordinal, n."user" AS user_number, rollbook.text_of(f.code) AS field, e.item,
    e.changed,
    CASE
      WHEN v.id IS NULL THEN CASE WHEN x.id IS NOT NULL THEN 'erased' ELSE 'lost' END
      WHEN v.form = 32 THEN 'emptyList'
      WHEN v.form = 35 THEN 'gone'
      WHEN v.form = 33 OR v.form < 32 AND v.form % 4 = 2 THEN 'null'
      WHEN v.form = 34 OR v.form < 32 AND v.form % 4 = 3 THEN 'missing'
      ELSE 'value' END AS presence,
    rollbook.text_of(v.value) AS value,
    rollbook.text_of(CASE WHEN v.form < 4 THEN v.value ELSE v.label END) AS label
  FROM rollbook_log.event e
  LEFT JOIN rollbook_log.entry n ON n.log = e.log AND n.id = e.entry
  LEFT JOIN rollbook_log.field f ON f.log = e.log AND f.id = e.field
  LEFT JOIN rollbook_log.personal_value v ON v.log = e.log AND v.id = e.id
  LEFT JOIN rollbook_log.erased_value x ON x.log = e.log AND x.id = e.id
) each;

CREATE OR REPLACE VIEW rollbook.roster AS
SELECT
  r.log, u.system, r."user" AS user_number, u."user", u.has_left, r.field AS field_number,
  rollbook.text_of(f.code) AS field, rollbook.text_of(d.name) AS field_name, r.item, s.presence, s.value, s.label, r.entry,
  a.recorded_at AS since
FROM rollbook_log.projected_roster r
JOIN rollbook_log.field f ON f.log = r.log AND f.id = r.field
JOIN rollbook.users u ON u.log = r.log AND u.user_number = r."user"
JOIN rollbook.stored_events s ON s.log = r.log AND s.event = r.event
JOIN rollbook_log.entry n ON n.log = r.log AND n.id = r.entry
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append
LEFT JOIN rollbook_log.projected_field p ON p.log = r.log AND p.field = r.field
LEFT JOIN rollbook_log.description d ON d.log = p.log AND d.id = p.description
WHERE r.is_gone = 0;

CREATE OR REPLACE VIEW rollbook.cell_versions AS
SELECT
  h.log, u.system, h.user_number, u."user", rollbook.text_of(f.code) AS field, h.item,
  s.entry || '.' || s.ordinal AS event, h.from_entry, h.until_entry, a.recorded_at,
  b.recorded_at AS not_before,
  coalesce(i.captured_at, a.received_at, a.recorded_at) AS not_after, s.presence, s.value, s.label,
  s.words
FROM rollbook.cell_version h
JOIN rollbook_log.field f ON f.log = h.log AND f.id = h.field_number
JOIN rollbook.users u ON u.log = h.log AND u.user_number = h.user_number
JOIN rollbook.stored_events s ON s.log = h.log AND s.event = h.event
JOIN rollbook_log.entry n ON n.log = h.log AND n.id = h.from_entry
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append
LEFT JOIN rollbook_log.entry m ON m.log = h.log AND m.id = h.observed_before
LEFT JOIN rollbook_log.append b ON b.log = m.log AND b.id = m.append
LEFT JOIN rollbook_log.import i ON i.log = a.log AND i.operation = a.operation;

CREATE OR REPLACE VIEW rollbook.history AS
SELECT
  h.log, u.system, h."user" AS user_number, u."user", rollbook.text_of(f.code) AS field, h.item, h.entry, s.ordinal,
  s.presence, s.value, s.label, s.changed, a.operation, a.recorded_at,
  b.recorded_at AS last_observed_before
FROM rollbook_log.cell_events h
JOIN rollbook_log.field f ON f.log = h.log AND f.id = h.field
JOIN rollbook.users u ON u.log = h.log AND u.user_number = h."user"
JOIN rollbook.stored_events s ON s.log = h.log AND s.event = h.event
JOIN rollbook_log.entry n ON n.log = h.log AND n.id = h.entry
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append
LEFT JOIN rollbook_log.entry m ON m.log = h.log AND m.id = h.observed_before
LEFT JOIN rollbook_log.append b ON b.log = m.log AND b.id = m.append;

-- The position of each log here. at: the time of the query, from which ages are counted.
CREATE OR REPLACE VIEW rollbook.read_position AS
SELECT
  g.log, g.entry,
  (SELECT a.recorded_at FROM rollbook_log.append a WHERE a.log = g.log ORDER BY a.id DESC LIMIT 1)
    AS recorded_at,
  CAST(floor(extract(epoch FROM now()) * 1000) AS bigint) AS at
FROM rollbook_log.ledger g;

CREATE OR REPLACE VIEW rollbook.lists AS
SELECT
  g.log, g.entry, rollbook.text_of(o.system) AS system, a.operation, g.listed, g.missing, g.accepted, a.recorded_at
FROM rollbook_log.enumeration g
JOIN rollbook_log.entry n ON n.log = g.log AND n.id = g.entry
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append
JOIN rollbook_log.operation o ON o.log = a.log AND o.id = a.operation;

CREATE OR REPLACE VIEW rollbook.memberships AS
SELECT
  n.log, u.system, u.user_number, u."user",
  CASE n.kind WHEN 5 THEN 'joined' WHEN 6 THEN 'left' ELSE 'rejoined' END AS kind,
  n.id AS entry, a.operation, a.recorded_at,
  (
    SELECT l.recorded_at FROM rollbook.lists l
    WHERE l.log = n.log AND l.entry < a.first_entry AND l.system = u.system
    ORDER BY l.entry DESC LIMIT 1
  ) AS list_before
FROM rollbook_log.entry n
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append
JOIN rollbook.users u ON u.log = n.log AND u.user_number = n."user"
WHERE n.kind IN (5, 6, 7);

CREATE OR REPLACE VIEW rollbook.dismissals AS
SELECT
  n.log, n.id AS entry, u.system, u.user_number, u."user", a.operation, a.recorded_at,
  rollbook.text_of(t.content) AS record
FROM rollbook_log.dismissal d
JOIN rollbook_log.entry n ON n.log = d.log AND n.id = d.entry
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append
JOIN rollbook.users u ON u.log = n.log AND u.user_number = n."user"
LEFT JOIN rollbook_log.personal_text t ON t.log = d.log AND t.id = d.record;

CREATE OR REPLACE VIEW rollbook.observations AS
SELECT
  n.log, n.id AS entry, a.operation, u.system, u.user_number, u."user",
  CASE n.kind WHEN 0 THEN 'fetched' WHEN 1 THEN 'notReturned' ELSE 'imported' END AS kind,
  a.asked_at, a.received_at, a.recorded_at,
  (SELECT count(*) FROM rollbook_log.scope_field f WHERE f.log = a.log AND f.scope = a.asked) AS fields_asked,
  CASE WHEN n.kind = 1 THEN 0
    ELSE (SELECT count(*) FROM rollbook_log.scope_field f WHERE f.log = a.log AND f.scope = a.scope) END
    AS fields_answered,
  n.returned AS values_returned, rollbook.text_of(x.code) AS code, rollbook.text_of(m.content) AS message
FROM rollbook_log.entry n
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append
JOIN rollbook.users u ON u.log = n.log AND u.user_number = n."user"
LEFT JOIN rollbook_log.not_returned x ON x.log = n.log AND x.entry = n.id
LEFT JOIN rollbook_log.personal_text m ON m.log = x.log AND m.id = x.message
WHERE n.kind IN (0, 1, 18);

CREATE OR REPLACE VIEW rollbook.set_asides AS
SELECT
  s.log, s.entry, e.operation, e.system, rollbook.text_of(s.part) AS part, s.people, e.user_number, e."user",
  rollbook.text_of(s.field) AS field, rollbook.text_of(s.problem) AS problem, e.recorded_at
FROM rollbook_log.set_aside s
JOIN rollbook.entries e ON e.log = s.log AND e.entry = s.entry;

CREATE OR REPLACE VIEW rollbook.scopes AS
SELECT f.log, f.scope, rollbook.text_of(i.system) AS system, f.field AS field_number, rollbook.text_of(i.code) AS field
FROM rollbook_log.scope_field f
JOIN rollbook_log.field i ON i.log = f.log AND i.id = f.field;

CREATE OR REPLACE VIEW rollbook.last_responses AS
SELECT
  g.log, u.system, g."user" AS user_number, u."user", u.has_left, g.scope, g.entry, a.recorded_at
FROM rollbook_log.projected_observation g
JOIN rollbook.users u ON u.log = g.log AND u.user_number = g."user"
JOIN rollbook_log.entry n ON n.log = g.log AND n.id = g.entry
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append;

CREATE OR REPLACE VIEW rollbook.last_observations AS
SELECT
  g.log, u.system, g."user" AS user_number, u."user", u.has_left, rollbook.text_of(i.code) AS field, g.entry,
  a.recorded_at AS last_observed
FROM rollbook_log.projected_observation g
JOIN rollbook_log.scope_field f ON f.log = g.log AND f.scope = g.scope
JOIN rollbook_log.field i ON i.log = f.log AND i.id = f.field
JOIN rollbook.users u ON u.log = g.log AND u.user_number = g."user"
JOIN rollbook_log.entry n ON n.log = g.log AND n.id = g.entry
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append
WHERE NOT EXISTS (
  SELECT 1 FROM rollbook_log.projected_observation o
  JOIN rollbook_log.scope_field k ON k.log = o.log AND k.scope = o.scope AND k.field = f.field
  WHERE o.log = g.log AND o."user" = g."user" AND o.entry > g.entry
);

CREATE OR REPLACE VIEW rollbook.batch_rows AS
SELECT
  r.log, r.operation, r.intended,
  CASE WHEN p.id IS NULL THEN 'erased#' || n."user" ELSE rollbook.text_of(p.key) END AS "user",
  CASE r.status WHEN 0 THEN 'notSent' WHEN 1 THEN 'skipped' WHEN 2 THEN 'uncertain'
    WHEN 3 THEN 'accepted' WHEN 4 THEN 'rejected' END AS status,
  rollbook.text_of(s.verdict) AS settled, r.attempts, rollbook.text_of(u.code) AS code,
  CASE WHEN coalesce(u.message, g.reason) IS NOT NULL AND coalesce(m.id, k.id) IS NULL
    THEN '(erased)' ELSE rollbook.text_of(coalesce(m.content, k.content)) END AS message
FROM rollbook_log.projected_row r
JOIN rollbook_log.entry n ON n.log = r.log AND n.id = r.intended
LEFT JOIN rollbook_log.personal_user p ON p.log = n.log AND p.id = n."user"
LEFT JOIN rollbook_log.settlement s ON s.log = r.log AND s.entry = r.settlement
LEFT JOIN rollbook_log.outcome u ON u.log = r.log AND u.entry = r.outcome
LEFT JOIN rollbook_log.personal_text m ON m.log = u.log AND m.id = u.message
LEFT JOIN rollbook_log.skipping g ON g.log = r.log AND g.entry = r.outcome
LEFT JOIN rollbook_log.personal_text k ON k.log = g.log AND k.id = g.reason;

CREATE OR REPLACE VIEW rollbook.overrides AS
SELECT
  l.log, l.operation, o.kind, o.system, rollbook.text_of(l.name) AS name, l.configured, l.used, o.actor, o.reason,
  o.opened_at
FROM rollbook_log.limit_override l
JOIN rollbook.operations o ON o.log = l.log AND o.operation = l.operation;

CREATE OR REPLACE VIEW rollbook.links AS
SELECT
  l.log, rollbook.text_of(d.key) AS dingtalk, rollbook.text_of(m.key) AS maycur, rollbook.text_of(l.source) AS source, l.entry,
  a.recorded_at AS since
FROM rollbook_log.projected_link l
JOIN rollbook_log.personal_user d ON d.log = l.log AND d.id = l.dingtalk
JOIN rollbook_log.personal_user m ON m.log = l.log AND m.id = l.maycur
JOIN rollbook_log.entry n ON n.log = l.log AND n.id = l.entry
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append;

CREATE OR REPLACE VIEW rollbook.imports AS
SELECT
  i.log, i.operation, rollbook.text_of(o.system) AS system,
  CASE WHEN t.id IS NULL THEN '(erased)' ELSE rollbook.text_of(t.content) END AS file,
  encode(i.digest, 'hex') AS sha256, i.captured_at
FROM rollbook_log.import i
JOIN rollbook_log.operation o ON o.log = i.log AND o.id = i.operation
LEFT JOIN rollbook_log.personal_text t ON t.log = i.log AND t.id = i.file;

CREATE OR REPLACE VIEW rollbook.erasures AS
SELECT
  e.log, e.entry, n."user" AS user_number, a.operation, rollbook.text_of(o.system) AS system,
  CASE WHEN e.scope IS NULL THEN 'user' ELSE 'fields' END AS what,
  (SELECT count(*) FROM rollbook_log.erased_value x WHERE x.log = e.log AND x.erasure = e.entry) AS "values",
  (SELECT count(*) FROM rollbook_log.erased_text x WHERE x.log = e.log AND x.erasure = e.entry) AS texts,
  r.entry AS readmitted, a.recorded_at
FROM rollbook_log.erasure e
JOIN rollbook_log.entry n ON n.log = e.log AND n.id = e.entry
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append
JOIN rollbook_log.operation o ON o.log = a.log AND o.id = a.operation
LEFT JOIN rollbook_log.readmission r ON r.log = e.log AND r.erasure = e.entry;

CREATE OR REPLACE VIEW rollbook.tokens AS
SELECT
  t.log, t.entry AS token, rollbook.text_of(t.role) AS role,
  CASE WHEN t.name IS NOT NULL AND p.id IS NULL THEN '(erased)' ELSE rollbook.text_of(p.content) END AS name,
  t.until, a.operation, a.recorded_at AS created_at, r.entry AS revoked, b.recorded_at AS revoked_at
FROM rollbook_log.token t
JOIN rollbook_log.entry n ON n.log = t.log AND n.id = t.entry
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append
LEFT JOIN rollbook_log.personal_text p ON p.log = t.log AND p.id = t.name
LEFT JOIN rollbook_log.revocation r ON r.log = t.log AND r.token = t.entry
LEFT JOIN rollbook_log.entry m ON m.log = r.log AND m.id = r.entry
LEFT JOIN rollbook_log.append b ON b.log = m.log AND b.id = m.append;

CREATE OR REPLACE VIEW rollbook.configurations AS
SELECT c.log, c.entry, a.operation, encode(c.digest, 'hex') AS sha256, a.recorded_at
FROM rollbook_log.configuration c
JOIN rollbook_log.entry n ON n.log = c.log AND n.id = c.entry
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append;

CREATE OR REPLACE VIEW rollbook.accesses AS
SELECT
  x.log, x.entry, a.operation, a.recorded_at,
  CASE WHEN w.id IS NULL THEN '(erased)' ELSE rollbook.text_of(w.content) END AS actor,
  rollbook.text_of(x.role) AS role, rollbook.text_of(x.what) AS what,
  CASE WHEN x.query IS NOT NULL AND q.id IS NULL THEN '(erased)' ELSE rollbook.text_of(q.content) END AS query,
  CASE WHEN x.behalf IS NOT NULL AND b.id IS NULL THEN '(erased)' ELSE rollbook.text_of(b.content) END AS behalf,
  CASE WHEN x.purpose IS NOT NULL AND p.id IS NULL THEN '(erased)' ELSE rollbook.text_of(p.content) END AS purpose,
  x.position, n."user" AS user_number,
  CASE WHEN n."user" IS NOT NULL AND k.id IS NULL THEN 'erased#' || n."user" ELSE rollbook.text_of(k.key) END
    AS "user",
  CASE
    WHEN n."user" IS NOT NULL THEN 1
    WHEN x.people_set IS NOT NULL THEN (
      SELECT count(*) FROM rollbook_log.people_set_member m WHERE m.log = x.log AND m.people_set = x.people_set)
  END AS people
FROM rollbook_log.access x
JOIN rollbook_log.entry n ON n.log = x.log AND n.id = x.entry
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append
LEFT JOIN rollbook_log.personal_text w ON w.log = x.log AND w.id = x.actor
LEFT JOIN rollbook_log.personal_text q ON q.log = x.log AND q.id = x.query
LEFT JOIN rollbook_log.personal_text b ON b.log = x.log AND b.id = x.behalf
LEFT JOIN rollbook_log.personal_text p ON p.log = x.log AND p.id = x.purpose
LEFT JOIN rollbook_log.personal_user k ON k.log = n.log AND k.id = n."user";

CREATE OR REPLACE VIEW rollbook.accessed_people AS
SELECT x.log, x.entry, n."user" AS user_number
FROM rollbook_log.access x JOIN rollbook_log.entry n ON n.log = x.log AND n.id = x.entry
WHERE n."user" IS NOT NULL
UNION ALL
SELECT x.log, x.entry, m."user" AS user_number FROM rollbook_log.access x
JOIN rollbook_log.people_set_member m ON m.log = x.log AND m.people_set = x.people_set;

CREATE OR REPLACE VIEW rollbook.proposals AS
SELECT
  p.log, p.operation AS proposal, p.entry, rollbook.text_of(p.kind) AS kind, rollbook.text_of(o.system) AS system, a.recorded_at,
  CASE WHEN w.id IS NULL THEN '(erased)' ELSE rollbook.text_of(w.content) END AS proposer,
  CASE WHEN o.reason IS NOT NULL AND r.id IS NULL THEN '(erased)' ELSE rollbook.text_of(r.content) END AS reason,
  p.people, rollbook.text_of(p.needs) AS needs, p.until, encode(p.digest, 'hex') AS digest
FROM rollbook_log.proposal p
JOIN rollbook_log.operation o ON o.log = p.log AND o.id = p.operation
JOIN rollbook_log.entry n ON n.log = p.log AND n.id = p.entry
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append
LEFT JOIN rollbook_log.personal_text w ON w.log = p.log AND w.id = p.proposer
LEFT JOIN rollbook_log.personal_text r ON r.log = o.log AND r.id = o.reason;

CREATE OR REPLACE VIEW rollbook.decisions AS
SELECT
  d.log, d.proposal, d.entry, a.operation, a.recorded_at, rollbook.text_of(d.decision) AS decision,
  rollbook.text_of(d.duty) AS duty,
  CASE WHEN w.id IS NULL THEN '(erased)' ELSE rollbook.text_of(w.content) END AS person,
  CASE WHEN o.reason IS NOT NULL AND r.id IS NULL THEN '(erased)' ELSE rollbook.text_of(r.content) END AS reason,
  encode(d.digest, 'hex') AS digest
FROM rollbook_log.decision d
JOIN rollbook_log.entry n ON n.log = d.log AND n.id = d.entry
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append
JOIN rollbook_log.operation o ON o.log = a.log AND o.id = a.operation
LEFT JOIN rollbook_log.personal_text w ON w.log = d.log AND w.id = d.person
LEFT JOIN rollbook_log.personal_text r ON r.log = o.log AND r.id = o.reason;
