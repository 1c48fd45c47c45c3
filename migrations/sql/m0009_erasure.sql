-- Erasing a person: what says that it was done, what stays in place of what went, and guards that
-- give way to it and to nothing else.

-- What an erased entry erased. identifier: what the list outside of the ledger calls it. scope: the
-- fields whose values went; NULL where the whole user did. lookup: the keyed hash of the user's key,
-- as projected_user has it, by which the person is known again without being known.
CREATE TABLE erasure (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  identifier BLOB NOT NULL CHECK (length(identifier) = 16),
  scope INTEGER REFERENCES scope (id),
  lookup BLOB NOT NULL CHECK (length(lookup) = 16)
) STRICT;

-- What stays of the row of personal_value, personal_text, personal_union or personal_user that has
-- the same id: its commitment, and the entry that erased it.
CREATE TABLE erased_value (
  id INTEGER PRIMARY KEY REFERENCES event (id),
  erasure INTEGER NOT NULL REFERENCES erasure (entry),
  commitment BLOB NOT NULL CHECK (length(commitment) = 32)
) STRICT;
CREATE INDEX erased_value_by_erasure ON erased_value (erasure);

CREATE TABLE erased_text (
  id INTEGER PRIMARY KEY,
  erasure INTEGER NOT NULL REFERENCES erasure (entry),
  commitment BLOB NOT NULL CHECK (length(commitment) = 32)
) STRICT;
CREATE INDEX erased_text_by_erasure ON erased_text (erasure);

CREATE TABLE erased_union (
  id INTEGER PRIMARY KEY,
  erasure INTEGER NOT NULL REFERENCES erasure (entry),
  entry INTEGER NOT NULL REFERENCES entry (id),
  commitment BLOB NOT NULL CHECK (length(commitment) = 32)
) STRICT;
CREATE INDEX erased_union_by_erasure ON erased_union (erasure);

-- The surrogate is random, and stays: with the key gone it leads to nobody.
CREATE TABLE erased_user (
  id INTEGER PRIMARY KEY REFERENCES user (id),
  erasure INTEGER NOT NULL REFERENCES erasure (entry),
  surrogate BLOB NOT NULL CHECK (length(surrogate) = 16),
  commitment BLOB NOT NULL CHECK (length(commitment) = 32)
) STRICT;
CREATE INDEX erased_user_by_erasure ON erased_user (erasure);

-- That somebody who was erased may be recorded again: no answer about them is left out any more.
CREATE TABLE readmission (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  erasure INTEGER NOT NULL UNIQUE REFERENCES erasure (entry)
) STRICT;

-- Of how many erased users an answer, a list or a file spoke.
CREATE TABLE suppression (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  users INTEGER NOT NULL CHECK (users > 0)
) STRICT;

-- An erasure after which the file has not been written anew yet. No part of the book: whoever writes
-- next does that first, and takes the row away.
CREATE TABLE pending_scrub (
  erasure INTEGER PRIMARY KEY
) STRICT;

CREATE TRIGGER erasure_refuses_update BEFORE UPDATE ON erasure
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of erasure refused'); END;

CREATE TRIGGER erasure_refuses_delete BEFORE DELETE ON erasure
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of erasure refused'); END;

CREATE TRIGGER erased_value_refuses_update BEFORE UPDATE ON erased_value
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of erased_value refused'); END;

CREATE TRIGGER erased_value_refuses_delete BEFORE DELETE ON erased_value
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of erased_value refused'); END;

CREATE TRIGGER erased_text_refuses_update BEFORE UPDATE ON erased_text
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of erased_text refused'); END;

CREATE TRIGGER erased_text_refuses_delete BEFORE DELETE ON erased_text
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of erased_text refused'); END;

CREATE TRIGGER erased_union_refuses_update BEFORE UPDATE ON erased_union
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of erased_union refused'); END;

CREATE TRIGGER erased_union_refuses_delete BEFORE DELETE ON erased_union
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of erased_union refused'); END;

CREATE TRIGGER erased_user_refuses_update BEFORE UPDATE ON erased_user
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of erased_user refused'); END;

CREATE TRIGGER erased_user_refuses_delete BEFORE DELETE ON erased_user
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of erased_user refused'); END;

CREATE TRIGGER readmission_refuses_update BEFORE UPDATE ON readmission
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of readmission refused'); END;

CREATE TRIGGER readmission_refuses_delete BEFORE DELETE ON readmission
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of readmission refused'); END;

CREATE TRIGGER suppression_refuses_update BEFORE UPDATE ON suppression
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of suppression refused'); END;

CREATE TRIGGER suppression_refuses_delete BEFORE DELETE ON suppression
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of suppression refused'); END;

DROP TRIGGER personal_value_refuses_delete;
CREATE TRIGGER personal_value_refuses_delete BEFORE DELETE ON personal_value
WHEN NOT EXISTS (SELECT 1 FROM erased_value WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of personal_value refused'); END;

DROP TRIGGER personal_text_refuses_delete;
CREATE TRIGGER personal_text_refuses_delete BEFORE DELETE ON personal_text
WHEN NOT EXISTS (SELECT 1 FROM erased_text WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of personal_text refused'); END;

DROP TRIGGER personal_union_refuses_delete;
CREATE TRIGGER personal_union_refuses_delete BEFORE DELETE ON personal_union
WHEN NOT EXISTS (SELECT 1 FROM erased_union WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of personal_union refused'); END;

DROP TRIGGER personal_user_refuses_delete;
CREATE TRIGGER personal_user_refuses_delete BEFORE DELETE ON personal_user
WHEN NOT EXISTS (SELECT 1 FROM erased_user WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of personal_user refused'); END;

-- A number that was erased must not come to mean something else.
CREATE TRIGGER personal_text_refuses_reuse BEFORE INSERT ON personal_text
WHEN EXISTS (SELECT 1 FROM erased_text WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the book is immutable: erased text reused'); END;

CREATE TRIGGER personal_union_refuses_reuse BEFORE INSERT ON personal_union
WHEN EXISTS (SELECT 1 FROM erased_union WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the book is immutable: erased union reused'); END;

-- A text may go before what names it, so nothing may hold on to it by a foreign key. No row is
-- written otherwise without those, and SQLite's documentation gives this way of dropping them.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, ' REFERENCES personal_text (id)', '')
WHERE type = 'table' AND name IN
  ('operation', 'not_returned', 'outcome', 'skipping', 'settlement', 'import');
PRAGMA writable_schema = RESET;

DROP VIEW operations;
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

-- A user who was erased is called by the number of the row, which leads to nobody, and has left.
DROP VIEW users;
CREATE VIEW users AS
SELECT
  u.id AS user_number, u.system,
  CASE WHEN p.id IS NULL THEN 'erased#' || u.id ELSE CAST(p.key AS TEXT) END AS user,
  CASE WHEN p.id IS NULL THEN 1 ELSE coalesce(m.has_left, 0) END AS has_left,
  m.entry AS membership_entry
FROM user u
LEFT JOIN personal_user p ON p.id = u.id
LEFT JOIN projected_membership m ON m.user = u.id;

DROP VIEW entries;
CREATE VIEW entries AS
SELECT
  e.id AS entry,
  CASE e.kind
    WHEN 0 THEN 'fetched' WHEN 1 THEN 'notReturned' WHEN 2 THEN 'opened' WHEN 3 THEN 'closed'
    WHEN 4 THEN 'enumerated' WHEN 5 THEN 'joined' WHEN 6 THEN 'left' WHEN 7 THEN 'rejoined'
    WHEN 8 THEN 'catalogued' WHEN 9 THEN 'intended' WHEN 10 THEN 'sent' WHEN 11 THEN 'accepted'
    WHEN 12 THEN 'rejected' WHEN 13 THEN 'uncertain' WHEN 14 THEN 'skipped'
    WHEN 15 THEN 'settled' WHEN 16 THEN 'linked' WHEN 17 THEN 'unlinked'
    WHEN 18 THEN 'imported' WHEN 19 THEN 'held' WHEN 20 THEN 'released' WHEN 21 THEN 'erased'
    WHEN 22 THEN 'erasureRefused' WHEN 23 THEN 'readmitted' WHEN 24 THEN 'suppressed' END AS kind,
  a.operation, o.system, e.user AS user_number,
  CASE WHEN e.user IS NOT NULL AND p.id IS NULL THEN 'erased#' || e.user
    ELSE CAST(p.key AS TEXT) END AS user,
  a.recorded_at, a.asked_at, a.received_at, a.request_id, e.returned, e.append
FROM entry e
JOIN append a ON a.id = e.append
JOIN operation o ON o.id = a.operation
LEFT JOIN personal_user p ON p.id = e.user;

DROP VIEW stored_events;
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

DROP VIEW batch_rows;
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

DROP VIEW imports;
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
