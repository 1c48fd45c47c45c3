-- The stable names under which any SQLite tool may read the ledger; see docs/format.md.
-- A query as of an entry reads these same texts over the tables as they were then.

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
  (SELECT sum(entries) FROM append WHERE operation = o.id) AS entries,
  CASE WHEN o.request_key IS NOT NULL THEN coalesce(
    (SELECT CAST(k.content AS TEXT) FROM personal_text k WHERE k.id = o.request_key), '(erased)')
    END AS request_key
FROM operation o
LEFT JOIN personal_text a ON a.id = o.actor
LEFT JOIN personal_text c ON c.id = o.claimed_actor
LEFT JOIN personal_text r ON r.id = o.reason
LEFT JOIN personal_text t ON t.id = o.ticket
LEFT JOIN personal_text p ON p.id = o.parameters
LEFT JOIN closing e ON e.operation = o.id;

-- An erased user has the number of the row as its name, which identifies no one, and has left.
--
-- In this view and those below, a column that few ask for is a subquery of its own: what is not asked
-- for is not looked up.
CREATE VIEW users AS
SELECT
  u.id AS user_number, u.system,
  coalesce(
    (SELECT CAST(p.key AS TEXT) FROM personal_user p WHERE p.id = u.id), 'erased#' || u.id
  ) AS user,
  CASE WHEN EXISTS (SELECT 1 FROM personal_user p WHERE p.id = u.id)
    THEN coalesce((SELECT m.has_left FROM projected_membership m WHERE m.user = u.id), 0)
    ELSE 1 END AS has_left,
  (SELECT m.entry FROM projected_membership m WHERE m.user = u.id) AS membership_entry
FROM user u;

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
    WHEN 26 THEN 'setAside' WHEN 27 THEN 'granted' WHEN 28 THEN 'revoked'
    WHEN 29 THEN 'configured' WHEN 30 THEN 'accessed' WHEN 31 THEN 'proposed'
    WHEN 32 THEN 'submitted' WHEN 33 THEN 'decided' WHEN 34 THEN 'forgotten'
    END AS kind,
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
    e.id AS event, e.entry, e.ordinal,
    (SELECT n.user FROM entry n WHERE n.id = e.entry) AS user_number,
    (SELECT f.code FROM field f WHERE f.id = e.field) AS field, e.item, e.changed,
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
);

CREATE VIEW roster AS
SELECT
  u.system, r.user AS user_number, u.user, u.has_left, r.field AS field_number, f.code AS field,
  (SELECT d.name FROM projected_field p JOIN description d ON d.id = p.description
    WHERE p.field = r.field) AS field_name, r.item,
  s.presence, s.value, s.label, r.entry,
  (SELECT a.recorded_at FROM entry n JOIN append a ON a.id = n.append WHERE n.id = r.entry) AS since
FROM projected_roster r
JOIN field f ON f.id = r.field
JOIN users u ON u.user_number = r.user
JOIN stored_events s ON s.event = r.event
WHERE NOT r.is_gone;

-- Each content that a cell had. It was there at entry N if from_entry <= N AND (until_entry IS NULL OR
-- until_entry > N). It began between not_before and not_after.
CREATE VIEW cell_versions AS
SELECT
  u.system, h.user AS user_number, u.user, f.code AS field, h.item,
  s.entry || '.' || s.ordinal AS event, h.entry AS from_entry, h.until_entry, a.recorded_at,
  (SELECT b.recorded_at FROM entry m JOIN append b ON b.id = m.append WHERE m.id = h.observed_before)
    AS not_before,
  coalesce(
    (SELECT i.captured_at FROM import i WHERE i.operation = a.operation), a.received_at,
    a.recorded_at
  ) AS not_after,
  s.presence, s.value, s.label, s.words
FROM cell_events h
JOIN field f ON f.id = h.field
JOIN users u ON u.user_number = h.user
JOIN stored_events s ON s.event = h.event
JOIN entry n ON n.id = h.entry
JOIN append a ON a.id = n.append;

CREATE VIEW history AS
SELECT
  u.system, h.user AS user_number, u.user, f.code AS field, h.item, h.entry, s.ordinal, s.presence,
  s.value, s.label, s.changed, a.operation, a.recorded_at,
  (SELECT b.recorded_at FROM entry m JOIN append b ON b.id = m.append WHERE m.id = h.observed_before)
    AS last_observed_before
FROM cell_events h
JOIN field f ON f.id = h.field
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

-- The fields of each set of fields that a response covered.
CREATE VIEW scopes AS
SELECT f.scope, i.system, f.field AS field_number, i.code AS field
FROM scope_field f
JOIN field i ON i.id = f.field;

-- The last response about each user for each set of fields.
CREATE VIEW last_responses AS
SELECT
  u.system, g.user AS user_number, u.user, u.has_left, g.scope, g.entry,
  (SELECT a.recorded_at FROM entry n JOIN append a ON a.id = n.append WHERE n.id = g.entry)
    AS recorded_at
FROM projected_observation g
JOIN users u ON u.user_number = g.user;

-- When a response last covered each field of each user.
CREATE VIEW last_observations AS
SELECT
  u.system, g.user AS user_number, u.user, u.has_left, i.code AS field, g.entry,
  (SELECT a.recorded_at FROM entry n JOIN append a ON a.id = n.append WHERE n.id = g.entry)
    AS last_observed
FROM projected_observation g
JOIN scope_field f ON f.scope = g.scope
JOIN field i ON i.id = f.field
JOIN users u ON u.user_number = g.user
WHERE NOT EXISTS (
  SELECT 1 FROM projected_observation o
  JOIN scope_field k ON k.scope = o.scope AND k.field = f.field
  WHERE o.user = g.user AND o.entry > g.entry
);

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
