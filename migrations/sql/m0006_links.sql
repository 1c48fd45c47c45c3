-- Who is one person in the two systems, and values that came from a file.

-- The file of an import. captured_at: when its values were taken out of the system, as the importer
-- said.
CREATE TABLE import (
  operation INTEGER PRIMARY KEY REFERENCES operation (id),
  file INTEGER NOT NULL REFERENCES personal_text (id),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  captured_at INTEGER NOT NULL
) STRICT;

-- What a linked or an unlinked entry says, of which two users. source: maycur, jobNumber or
-- administrator.
CREATE TABLE link (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  dingtalk INTEGER NOT NULL REFERENCES user (id),
  maycur INTEGER NOT NULL REFERENCES user (id),
  source TEXT NOT NULL
) STRICT;

CREATE TRIGGER import_refuses_update BEFORE UPDATE ON import
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of import refused'); END;

CREATE TRIGGER import_refuses_delete BEFORE DELETE ON import
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of import refused'); END;

CREATE TRIGGER link_refuses_update BEFORE UPDATE ON link
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of link refused'); END;

CREATE TRIGGER link_refuses_delete BEFORE DELETE ON link
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of link refused'); END;

-- The links that hold. A user with several has a problem that only an administrator can settle:
-- their word ends every other link of the two users.
CREATE TABLE projected_link (
  dingtalk INTEGER NOT NULL,
  maycur INTEGER NOT NULL,
  source TEXT NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (dingtalk, maycur)
) STRICT, WITHOUT ROWID;
CREATE INDEX projected_link_by_maycur ON projected_link (maycur);

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
    WHEN 18 THEN 'imported' END AS kind,
  a.operation, o.system, e.user AS user_number, CAST(p.key AS TEXT) AS user,
  a.recorded_at, a.asked_at, a.received_at, a.request_id, e.returned, e.append
FROM entry e
JOIN append a ON a.id = e.append
JOIN operation o ON o.id = a.operation
LEFT JOIN personal_user p ON p.id = e.user;

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
  i.operation, o.system, CAST(t.content AS TEXT) AS file, lower(hex(i.digest)) AS sha256,
  i.captured_at
FROM import i
JOIN operation o ON o.id = i.operation
JOIN personal_text t ON t.id = i.file;
