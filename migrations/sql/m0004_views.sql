-- The stable names under which the ledger may be read by any SQLite tool; see docs/format.md.

CREATE VIEW operations AS
SELECT
  o.id AS operation, o.kind, o.system, o.parent, o.program,
  CAST(a.content AS TEXT) AS actor,
  CAST(c.content AS TEXT) AS claimed_actor,
  CAST(r.content AS TEXT) AS reason,
  CAST(t.content AS TEXT) AS ticket,
  CAST(p.content AS TEXT) AS parameters,
  coalesce(e.status, 'open') AS status,
  (SELECT min(recorded_at) FROM append WHERE operation = o.id) AS opened_at,
  (SELECT b.recorded_at FROM entry n JOIN append b ON b.id = n.append WHERE n.id = e.entry)
    AS closed_at,
  (SELECT sum(entries) FROM append WHERE operation = o.id) AS entries
FROM operation o
JOIN personal_text a ON a.id = o.actor
LEFT JOIN personal_text c ON c.id = o.claimed_actor
LEFT JOIN personal_text r ON r.id = o.reason
LEFT JOIN personal_text t ON t.id = o.ticket
JOIN personal_text p ON p.id = o.parameters
LEFT JOIN closing e ON e.operation = o.id;

CREATE VIEW users AS
SELECT
  u.id AS user_number, u.system, CAST(p.key AS TEXT) AS user,
  coalesce(m.has_left, 0) AS has_left, m.entry AS membership_entry
FROM user u
JOIN personal_user p ON p.id = u.id
LEFT JOIN projected_membership m ON m.user = u.id;

CREATE VIEW fields AS
SELECT
  f.id AS field_number, f.system, f.code AS field, d.write_code, d.name, d.group_code,
  d.group_name, d.is_detail, d.type, d.is_derived, p.is_removed, d.position
FROM projected_field p
JOIN field f ON f.id = p.field
JOIN description d ON d.id = p.description;

CREATE VIEW entries AS
SELECT
  e.id AS entry,
  CASE e.kind
    WHEN 0 THEN 'fetched' WHEN 1 THEN 'notReturned' WHEN 2 THEN 'opened' WHEN 3 THEN 'closed'
    WHEN 4 THEN 'enumerated' WHEN 5 THEN 'joined' WHEN 6 THEN 'left' WHEN 7 THEN 'rejoined'
    WHEN 8 THEN 'catalogued' END AS kind,
  a.operation, o.system, e.user AS user_number, CAST(p.key AS TEXT) AS user,
  a.recorded_at, a.asked_at, a.received_at, a.request_id, e.returned, e.append
FROM entry e
JOIN append a ON a.id = e.append
JOIN operation o ON o.id = a.operation
LEFT JOIN personal_user p ON p.id = e.user;

-- value and label are the text, or the raw JSON of what was no string; presence as in docs/cli.md.
CREATE VIEW stored_events AS
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
JOIN field f ON f.id = e.field;

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
  (SELECT b.recorded_at FROM entry m JOIN append b ON b.id = m.append WHERE m.id = h.seen_before)
    AS last_seen_before
FROM cell_events h
JOIN users u ON u.user_number = h.user
JOIN stored_events s ON s.event = h.event
JOIN entry n ON n.id = h.entry
JOIN append a ON a.id = n.append;
