-- What of an answer, a list or a catalogue could not be read, and was left out of what is recorded.

-- part: person, field, listed, unknown, description; see the view set_asides. people: of how many people
-- it was, or how many entries of a list it were. field: the code, where it is known which field. problem:
-- where it stood and what was wrong, without anything of its content. Whom it is about, where that is
-- somebody of the book, is the entry's user.
CREATE TABLE set_aside (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  part TEXT NOT NULL,
  people INTEGER NOT NULL CHECK (people > 0),
  field TEXT,
  problem TEXT NOT NULL
) STRICT;

CREATE TRIGGER set_aside_refuses_update BEFORE UPDATE ON set_aside
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of set_aside refused'); END;

CREATE TRIGGER set_aside_refuses_delete BEFORE DELETE ON set_aside
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of set_aside refused'); END;

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

CREATE VIEW set_asides AS
SELECT
  s.entry, e.operation, e.system, s.part, s.people, e.user_number, e.user, s.field, s.problem,
  e.recorded_at
FROM set_aside s
JOIN entries e ON e.entry = s.entry;
