-- What is derived of the log, so that views need not look through all of it. Tables of this file are
-- kept in the transaction that brings the rows; they hold nothing that the log does not.

CREATE INDEX IF NOT EXISTS append_by_operation ON rollbook_log.append (log, operation);
CREATE INDEX IF NOT EXISTS entry_by_user ON rollbook_log.entry (log, "user");
CREATE INDEX IF NOT EXISTS erased_value_by_erasure ON rollbook_log.erased_value (log, erasure);
CREATE INDEX IF NOT EXISTS erased_text_by_erasure ON rollbook_log.erased_text (log, erasure);
CREATE INDEX IF NOT EXISTS people_set_member_by_user
  ON rollbook_log.people_set_member (log, "user");

-- Each content that a cell had; see the view cell_versions. It was there at entry N if
-- from_entry <= N AND (until_entry IS NULL OR until_entry > N).
CREATE TABLE IF NOT EXISTS rollbook.cell_version (
  log bigint NOT NULL,
  user_number bigint NOT NULL,
  field_number bigint NOT NULL,
  item bigint NOT NULL,
  event bigint NOT NULL,
  from_entry bigint NOT NULL,
  until_entry bigint,
  observed_before bigint,
  recorded_at bigint NOT NULL,
  is_gone bigint NOT NULL,
  presence text NOT NULL,
  value text,
  label text,
  PRIMARY KEY (log, user_number, field_number, item, from_entry)
);
CREATE UNIQUE INDEX IF NOT EXISTS cell_version_by_event ON rollbook.cell_version (log, event);

-- The last entry with a response about each user in each scope.
CREATE TABLE IF NOT EXISTS rollbook_log.projected_observation (
  log bigint NOT NULL,
  "user" bigint NOT NULL,
  scope bigint NOT NULL,
  entry bigint NOT NULL,
  PRIMARY KEY (log, "user", scope)
);

-- Whether a user was on the last user list, or has left it, and since which entry.
CREATE TABLE IF NOT EXISTS rollbook_log.projected_membership (
  log bigint NOT NULL,
  "user" bigint NOT NULL,
  has_left bigint NOT NULL,
  entry bigint NOT NULL,
  PRIMARY KEY (log, "user")
);

-- The text of bytes, up to a zero byte, which no text can have here.
CREATE OR REPLACE FUNCTION rollbook.text_of(bytes bytea) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT convert_from(
    CASE position('\x00'::bytea IN bytes) WHEN 0 THEN bytes
      ELSE substring(bytes FROM 1 FOR position('\x00'::bytea IN bytes) - 1) END, 'UTF8')
$$;

CREATE OR REPLACE VIEW rollbook_log.cell_events AS
SELECT
  log, user_number AS "user", field_number AS field, item, from_entry AS entry, event, observed_before,
  until_entry
FROM rollbook.cell_version;

CREATE OR REPLACE VIEW rollbook_log.projected_roster AS
SELECT
  log, user_number AS "user", field_number AS field, item, event, from_entry AS entry, observed_before,
  is_gone
FROM rollbook.cell_version WHERE until_entry IS NULL;

CREATE OR REPLACE VIEW rollbook_log.cell_changes AS
SELECT
  h.log, h.user_number AS "user", h.field_number AS field, h.item, h.from_entry AS entry, h.event,
  h.observed_before, b.event AS from_event, h.recorded_at
FROM rollbook.cell_version h
LEFT JOIN rollbook.cell_version b ON b.log = h.log AND b.user_number = h.user_number
  AND b.field_number = h.field_number AND b.item = h.item AND b.until_entry = h.from_entry;

CREATE OR REPLACE VIEW rollbook_log.projected_field AS
SELECT d.log, d.field, d.id AS description, d.removed AS is_removed
FROM rollbook_log.description d
WHERE NOT EXISTS (
  SELECT 1 FROM rollbook_log.description l
  WHERE l.log = d.log AND l.field = d.field AND l.id > d.id
);

-- The state of each row of each batch. status: 0 notSent, 1 skipped, 2 uncertain, 3 accepted, 4
-- rejected; sent: the last call that carried it; outcome and settlement: the entries with the results.
CREATE OR REPLACE VIEW rollbook_log.projected_row AS
SELECT
  i.log, i.entry AS intended, a.operation, coalesce(o.status, 0) AS status,
  coalesce(t.attempts, 0) AS attempts, t.sent,
  CASE WHEN o.entry > coalesce(t.sent, 0) THEN o.entry END AS outcome, s.settlement
FROM rollbook_log.intended i
JOIN rollbook_log.entry n ON n.log = i.log AND n.id = i.entry
JOIN rollbook_log.append a ON a.log = n.log AND a.id = n.append
LEFT JOIN (
  SELECT log, intended, count(*) AS attempts, max(entry) AS sent FROM rollbook_log.sending
  GROUP BY log, intended
) t ON t.log = i.log AND t.intended = i.entry
LEFT JOIN (
  SELECT log, intended, max(entry) AS settlement FROM rollbook_log.settlement GROUP BY log, intended
) s ON s.log = i.log AND s.intended = i.entry
LEFT JOIN (
  SELECT DISTINCT ON (log, intended) log, intended, entry, status FROM (
    SELECT log, intended, entry, 2 AS status FROM rollbook_log.sending
    UNION ALL
    SELECT log, intended, entry, 1 FROM rollbook_log.skipping
    UNION ALL
    SELECT u.log, u.intended, u.entry, CASE m.kind WHEN 11 THEN 3 WHEN 12 THEN 4 ELSE 2 END
    FROM rollbook_log.outcome u JOIN rollbook_log.entry m ON m.log = u.log AND m.id = u.entry
  ) each
  ORDER BY log, intended, entry DESC
) o ON o.log = i.log AND o.intended = i.entry;

-- Every write of each cell that was accepted or settled as applied, at that entry.
CREATE OR REPLACE VIEW rollbook_log.projected_written AS
SELECT n.log, n."user", e.field, e.item, r.entry, e.id AS event
FROM (
  SELECT u.log, u.intended, u.entry FROM rollbook_log.outcome u
  JOIN rollbook_log.entry m ON m.log = u.log AND m.id = u.entry AND m.kind = 11
  UNION ALL
  SELECT log, intended, entry FROM rollbook_log.settlement
  WHERE rollbook.text_of(verdict) = 'applied'
) r
JOIN rollbook_log.intended i ON i.log = r.log AND i.entry = r.intended
JOIN rollbook_log.entry n ON n.log = i.log AND n.id = i.entry
JOIN rollbook_log.event e ON e.log = i.log
  AND e.id BETWEEN i.first_event AND i.first_event + i.events - 1;

-- The last write of each cell that reached a system, or may have, without a later response about its
-- field.
CREATE OR REPLACE VIEW rollbook_log.projected_write AS
SELECT DISTINCT ON (n.log, n."user", e.field, e.item)
  n.log, n."user", e.field, e.item, e.id AS event
FROM rollbook_log.sending s
JOIN rollbook_log.intended i ON i.log = s.log AND i.entry = s.intended
JOIN rollbook_log.entry n ON n.log = i.log AND n.id = i.entry
JOIN rollbook_log.event e ON e.log = i.log
  AND e.id BETWEEN i.first_event AND i.first_event + i.events - 1
WHERE NOT EXISTS (
  SELECT 1 FROM rollbook_log.projected_observation g
  JOIN rollbook_log.scope_field f ON f.log = g.log AND f.scope = g.scope AND f.field = e.field
  WHERE g.log = n.log AND g."user" = n."user" AND g.entry > s.entry
)
ORDER BY n.log, n."user", e.field, e.item, s.entry DESC;

CREATE OR REPLACE VIEW rollbook_log.expected_writes AS
SELECT w.log, w."user", w.field, w.item, w.event, w.entry
FROM rollbook_log.projected_write p
JOIN (
  SELECT DISTINCT ON (log, "user", field, item) log, "user", field, item, event, entry
  FROM rollbook_log.projected_written ORDER BY log, "user", field, item, entry DESC
) w ON w.log = p.log AND w."user" = p."user" AND w.field = p.field AND w.item = p.item
JOIN rollbook_log.event e ON e.log = w.log AND e.id = w.event
LEFT JOIN rollbook_log.projected_row r ON r.log = e.log AND r.intended = e.entry
-- A write from before the last response is no longer expected.
WHERE least(coalesce(r.sent, w.entry), w.entry) > coalesce((
  SELECT max(g.entry) FROM rollbook_log.projected_observation g
  JOIN rollbook_log.scope_field f ON f.log = g.log AND f.scope = g.scope AND f.field = w.field
  WHERE g.log = w.log AND g."user" = w."user"
), 0);

CREATE OR REPLACE VIEW rollbook_log.expected_cells AS
SELECT r.log, r."user", r.field, r.item, r.event, r.entry, 'observed' AS source
FROM rollbook_log.projected_roster r
WHERE r.is_gone = 0 AND NOT EXISTS (
  SELECT 1 FROM rollbook_log.expected_writes w
  WHERE w.log = r.log AND w."user" = r."user" AND w.field = r.field AND w.item = r.item
)
UNION ALL
SELECT log, "user", field, item, event, entry, 'written' FROM rollbook_log.expected_writes;

-- The current links: a link by an administrator ends every other link of the two users.
CREATE OR REPLACE VIEW rollbook_log.projected_link AS
SELECT l.log, l.dingtalk, l.maycur, l.source, l.entry
FROM rollbook_log.link l
JOIN rollbook_log.entry n ON n.log = l.log AND n.id = l.entry AND n.kind = 16
JOIN (
  SELECT log, dingtalk, maycur, max(entry) AS entry FROM rollbook_log.link
  GROUP BY log, dingtalk, maycur
) p ON p.log = l.log AND p.entry = l.entry
WHERE NOT EXISTS (
  SELECT 1 FROM rollbook_log.link k
  JOIN rollbook_log.entry m ON m.log = k.log AND m.id = k.entry AND m.kind = 16
  WHERE k.log = l.log AND k.entry > l.entry AND rollbook.text_of(k.source) = 'administrator'
    AND (k.dingtalk = l.dingtalk OR k.maycur = l.maycur)
) AND NOT EXISTS (
  SELECT 1 FROM rollbook_log.erased_user x
  WHERE x.log = l.log AND (x.id = l.dingtalk OR x.id = l.maycur)
);
