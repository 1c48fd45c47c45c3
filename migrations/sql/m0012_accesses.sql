-- What the service showed about people, to whom, and when: recorded before it was shown.

-- The people whom readings showed: each set once. root: of the tree over the commitments of
-- their keys, so that a set is found again.
CREATE TABLE people_set (
  id INTEGER PRIMARY KEY,
  root BLOB NOT NULL UNIQUE CHECK (length(root) = 32)
) STRICT;

CREATE TABLE people_set_member (
  people_set INTEGER NOT NULL REFERENCES people_set (id),
  user INTEGER NOT NULL REFERENCES user (id),
  PRIMARY KEY (people_set, user)
) STRICT, WITHOUT ROWID;

CREATE INDEX people_set_member_by_user ON people_set_member (user);

-- What an accessed entry says. what: the name of the reading, as readPerson. role: by which the actor
-- might. position: the entry at which it was read. previous: the last access before it that is about no
-- one person, 0 if there is none; so a list of them can be shown to be complete. actor, query (the parameters), behalf (for whom the
-- actor said to ask), purpose: rows of personal_text. people_set: NULL if the entry has the one person,
-- or if the reading could show any person.
CREATE TABLE access (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  what TEXT NOT NULL,
  role TEXT NOT NULL,
  position INTEGER NOT NULL,
  previous INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  query INTEGER,
  behalf INTEGER,
  purpose INTEGER,
  people_set INTEGER REFERENCES people_set (id)
) STRICT;

CREATE INDEX access_by_people_set ON access (people_set) WHERE people_set IS NOT NULL;

-- A service records many accesses for each other operation; lists of operations are read past them.
CREATE INDEX operation_beside_accesses ON operation (id, kind) WHERE kind <> 'access';

-- A forgotten entry: it erased the texts of the accesses that were recorded before a time.
CREATE TABLE forgetting (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  before INTEGER NOT NULL
) STRICT;

CREATE TRIGGER forgetting_refuses_update BEFORE UPDATE ON forgetting
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of forgetting refused'); END;

CREATE TRIGGER forgetting_refuses_delete BEFORE DELETE ON forgetting
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of forgetting refused'); END;

CREATE TRIGGER people_set_refuses_update BEFORE UPDATE ON people_set
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of people_set refused'); END;

CREATE TRIGGER people_set_refuses_delete BEFORE DELETE ON people_set
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of people_set refused'); END;

CREATE TRIGGER people_set_member_refuses_update BEFORE UPDATE ON people_set_member
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of people_set_member refused'); END;

CREATE TRIGGER people_set_member_refuses_delete BEFORE DELETE ON people_set_member
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of people_set_member refused'); END;

CREATE TRIGGER access_refuses_update BEFORE UPDATE ON access
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of access refused'); END;

CREATE TRIGGER access_refuses_delete BEFORE DELETE ON access
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of access refused'); END;

-- The accesses. people: how many people the reading showed; NULL if it could show any person.
CREATE VIEW accesses AS
SELECT
  x.entry, a.operation, a.recorded_at,
  CASE WHEN w.id IS NULL THEN '(erased)' ELSE CAST(w.content AS TEXT) END AS actor,
  x.role, x.what,
  CASE WHEN x.query IS NOT NULL AND q.id IS NULL THEN '(erased)' ELSE CAST(q.content AS TEXT) END
    AS query,
  CASE WHEN x.behalf IS NOT NULL AND b.id IS NULL THEN '(erased)' ELSE CAST(b.content AS TEXT) END
    AS behalf,
  CASE WHEN x.purpose IS NOT NULL AND p.id IS NULL THEN '(erased)' ELSE CAST(p.content AS TEXT) END
    AS purpose,
  x.position, n.user AS user_number,
  CASE WHEN n.user IS NOT NULL AND k.id IS NULL THEN 'erased#' || n.user
    ELSE CAST(k.key AS TEXT) END AS user,
  CASE
    WHEN n.user IS NOT NULL THEN 1
    WHEN x.people_set IS NOT NULL THEN (
      SELECT count(*) FROM people_set_member m WHERE m.people_set = x.people_set)
  END AS people
FROM access x
JOIN entry n ON n.id = x.entry
JOIN append a ON a.id = n.append
LEFT JOIN personal_text w ON w.id = x.actor
LEFT JOIN personal_text q ON q.id = x.query
LEFT JOIN personal_text b ON b.id = x.behalf
LEFT JOIN personal_text p ON p.id = x.purpose
LEFT JOIN personal_user k ON k.id = n.user;

-- Each person whom an access showed, alone or among others; readings that could show any person have none.
CREATE VIEW accessed_people AS
SELECT x.entry, n.user AS user_number FROM access x JOIN entry n ON n.id = x.entry
WHERE n.user IS NOT NULL
UNION ALL
SELECT x.entry, m.user AS user_number FROM access x
JOIN people_set_member m ON m.people_set = x.people_set;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('access', 'access_by_people_set', '1000 20'),
  ('people_set', 'sqlite_autoindex_people_set_1', '50 1'),
  ('people_set_member', 'people_set_member_by_user', '5000 50'),
  ('people_set_member', 'people_set_member', '5000 100 1');
