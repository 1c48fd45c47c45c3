-- Writing to a system: what was intended, sent, and became of it.

-- The events of an intended entry: a range of event numbers.
CREATE TABLE intended (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  first_event INTEGER NOT NULL,
  events INTEGER NOT NULL CHECK (events > 0)
) STRICT;

-- What an event of an intended entry is to do. base: the event that says what was there before.
-- action: 0 set, 1 clear, 2 append. reversibility: 0 exact, 1 residual, 2 unproven, 3 irreversible.
CREATE TABLE write (
  event INTEGER PRIMARY KEY REFERENCES event (id),
  base INTEGER REFERENCES event (id),
  action INTEGER NOT NULL CHECK (action BETWEEN 0 AND 2),
  is_implied INTEGER NOT NULL CHECK (is_implied IN (0, 1)),
  reversibility INTEGER NOT NULL CHECK (reversibility BETWEEN 0 AND 3)
) STRICT;

-- A call, recorded before it leaves, with the intended entries that it carries.
CREATE TABLE sending (
  entry INTEGER NOT NULL REFERENCES entry (id),
  intended INTEGER NOT NULL REFERENCES intended (entry),
  PRIMARY KEY (entry, intended)
) STRICT, WITHOUT ROWID;

-- What became of a row in a call: the kind of its entry says accepted, rejected or uncertain.
CREATE TABLE outcome (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  intended INTEGER NOT NULL REFERENCES intended (entry),
  sent INTEGER NOT NULL REFERENCES entry (id),
  code TEXT,
  message INTEGER REFERENCES personal_text (id)
) STRICT;

-- Why a row was not sent.
CREATE TABLE skipping (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  intended INTEGER NOT NULL REFERENCES intended (entry),
  reason INTEGER NOT NULL REFERENCES personal_text (id)
) STRICT;

-- verdict: applied, notApplied or undecidable; how: how we know.
CREATE TABLE settlement (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  intended INTEGER NOT NULL REFERENCES intended (entry),
  verdict TEXT NOT NULL,
  how INTEGER NOT NULL REFERENCES personal_text (id)
) STRICT;

-- A limit of the configuration that an operation was told to exceed. entry: the last entry of the
-- book when that was recorded.
CREATE TABLE limit_override (
  operation INTEGER NOT NULL REFERENCES operation (id),
  entry INTEGER NOT NULL REFERENCES entry (id),
  name TEXT NOT NULL,
  configured INTEGER NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (operation, name)
) STRICT, WITHOUT ROWID;

-- What a probe found that this tenant does.
CREATE TABLE behaviour (
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation (id),
  system TEXT NOT NULL,
  name TEXT NOT NULL,
  answer TEXT NOT NULL
) STRICT;

CREATE TRIGGER intended_refuses_update BEFORE UPDATE ON intended
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of intended refused'); END;

CREATE TRIGGER intended_refuses_delete BEFORE DELETE ON intended
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of intended refused'); END;

CREATE TRIGGER write_refuses_update BEFORE UPDATE ON write
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of write refused'); END;

CREATE TRIGGER write_refuses_delete BEFORE DELETE ON write
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of write refused'); END;

CREATE TRIGGER sending_refuses_update BEFORE UPDATE ON sending
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of sending refused'); END;

CREATE TRIGGER sending_refuses_delete BEFORE DELETE ON sending
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of sending refused'); END;

CREATE TRIGGER outcome_refuses_update BEFORE UPDATE ON outcome
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of outcome refused'); END;

CREATE TRIGGER outcome_refuses_delete BEFORE DELETE ON outcome
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of outcome refused'); END;

CREATE TRIGGER skipping_refuses_update BEFORE UPDATE ON skipping
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of skipping refused'); END;

CREATE TRIGGER skipping_refuses_delete BEFORE DELETE ON skipping
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of skipping refused'); END;

CREATE TRIGGER settlement_refuses_update BEFORE UPDATE ON settlement
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of settlement refused'); END;

CREATE TRIGGER settlement_refuses_delete BEFORE DELETE ON settlement
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of settlement refused'); END;

CREATE TRIGGER limit_override_refuses_update BEFORE UPDATE ON limit_override
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of limit_override refused'); END;

CREATE TRIGGER limit_override_refuses_delete BEFORE DELETE ON limit_override
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of limit_override refused'); END;

CREATE TRIGGER behaviour_refuses_update BEFORE UPDATE ON behaviour
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of behaviour refused'); END;

CREATE TRIGGER behaviour_refuses_delete BEFORE DELETE ON behaviour
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of behaviour refused'); END;

-- Each row of each batch, as it stands. status: 0 notSent, 1 skipped, 2 uncertain, 3 accepted,
-- 4 rejected; sent: the last call that carried it; outcome and settlement: the entries that say so.
CREATE TABLE projected_row (
  intended INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL,
  status INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  sent INTEGER,
  outcome INTEGER,
  settlement INTEGER
) STRICT;
CREATE INDEX projected_row_by_operation ON projected_row (operation);

-- Writes that reached a system, or may have, and that no answer for their cell has followed yet.
-- is_believed: the system accepted it, or it was settled as applied.
CREATE TABLE projected_write (
  user INTEGER NOT NULL,
  field INTEGER NOT NULL,
  item INTEGER NOT NULL,
  event INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  is_believed INTEGER NOT NULL,
  PRIMARY KEY (user, field, item)
) STRICT, WITHOUT ROWID;

-- Every write of each cell that was accepted or settled as applied, at that entry.
CREATE TABLE projected_written (
  user INTEGER NOT NULL,
  field INTEGER NOT NULL,
  item INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  event INTEGER NOT NULL,
  PRIMARY KEY (user, field, item, entry)
) STRICT, WITHOUT ROWID;

DROP VIEW entries;
CREATE VIEW entries AS
SELECT
  e.id AS entry,
  CASE e.kind
    WHEN 0 THEN 'fetched' WHEN 1 THEN 'notReturned' WHEN 2 THEN 'opened' WHEN 3 THEN 'closed'
    WHEN 4 THEN 'enumerated' WHEN 5 THEN 'joined' WHEN 6 THEN 'left' WHEN 7 THEN 'rejoined'
    WHEN 8 THEN 'catalogued' WHEN 9 THEN 'intended' WHEN 10 THEN 'sent' WHEN 11 THEN 'accepted'
    WHEN 12 THEN 'rejected' WHEN 13 THEN 'uncertain' WHEN 14 THEN 'skipped'
    WHEN 15 THEN 'settled' END AS kind,
  a.operation, o.system, e.user AS user_number, CAST(p.key AS TEXT) AS user,
  a.recorded_at, a.asked_at, a.received_at, a.request_id, e.returned, e.append
FROM entry e
JOIN append a ON a.id = e.append
JOIN operation o ON o.id = a.operation
LEFT JOIN personal_user p ON p.id = e.user;

CREATE VIEW batch_rows AS
SELECT
  r.operation, r.intended, CAST(p.key AS TEXT) AS user,
  CASE r.status WHEN 0 THEN 'notSent' WHEN 1 THEN 'skipped' WHEN 2 THEN 'uncertain'
    WHEN 3 THEN 'accepted' WHEN 4 THEN 'rejected' END AS status,
  s.verdict AS settled, r.attempts, u.code,
  CAST(coalesce(m.content, k.content) AS TEXT) AS message
FROM projected_row r
JOIN entry n ON n.id = r.intended
JOIN personal_user p ON p.id = n.user
LEFT JOIN settlement s ON s.entry = r.settlement
LEFT JOIN outcome u ON u.entry = r.outcome
LEFT JOIN personal_text m ON m.id = u.message
LEFT JOIN skipping g ON g.entry = r.outcome
LEFT JOIN personal_text k ON k.id = g.reason;
