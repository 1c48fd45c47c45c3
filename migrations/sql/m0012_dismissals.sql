-- What a system knows of somebody who left its list: when, and why. A leaver of whom it knows nothing is
-- only no longer visible.

-- record names a row of personal_text, which an erasure may take: no foreign key holds on to it.
CREATE TABLE dismissal (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  record INTEGER NOT NULL
) STRICT;

CREATE TRIGGER dismissal_refuses_update BEFORE UPDATE ON dismissal
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of dismissal refused'); END;

CREATE TRIGGER dismissal_refuses_delete BEFORE DELETE ON dismissal
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of dismissal refused'); END;

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
    WHEN 25 THEN 'dismissed' END AS kind,
  a.operation, o.system, e.user AS user_number,
  CASE WHEN e.user IS NOT NULL AND p.id IS NULL THEN 'erased#' || e.user
    ELSE CAST(p.key AS TEXT) END AS user,
  a.recorded_at, a.asked_at, a.received_at, a.request_id, e.returned, e.append
FROM entry e
JOIN append a ON a.id = e.append
JOIN operation o ON o.id = a.operation
LEFT JOIN personal_user p ON p.id = e.user;

-- What a system said of a user who left: a JSON object with lastWorkDay (milliseconds), status, preStatus,
-- voluntaryReason, passiveReason and reasonMemo, as far as it said them. NULL where it was erased.
CREATE VIEW dismissals AS
SELECT
  n.id AS entry, u.system, u.user_number, u.user, a.operation, a.recorded_at,
  CAST(t.content AS TEXT) AS record
FROM dismissal d
JOIN entry n ON n.id = d.entry
JOIN append a ON a.id = n.append
JOIN users u ON u.user_number = n.user
LEFT JOIN personal_text t ON t.id = d.record;
