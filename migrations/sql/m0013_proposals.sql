-- What people want to write, and what others decided about it, before anything is sent.

-- What a proposed entry says: planned is a row of personal_text, the user's part of a saved plan.
CREATE TABLE proposed_row (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  planned INTEGER NOT NULL
) STRICT;

-- A proposal, whose number is that of its operation. kind: of the operation that it proposes. digest:
-- SHA-256 of the request and the rows. until: from when on it can no longer be approved or applied.
-- people: how many rows it has. needs: the duties by which it must be approved, by commas. proposer and
-- request are rows of personal_text.
CREATE TABLE proposal (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  operation INTEGER NOT NULL UNIQUE REFERENCES operation (id),
  kind TEXT NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  until INTEGER NOT NULL,
  people INTEGER NOT NULL,
  needs TEXT NOT NULL,
  proposer INTEGER NOT NULL,
  request INTEGER NOT NULL
) STRICT;

-- What a decided entry says. proposal: its operation. decision: approved, declined, withdrawn, applied,
-- emergency or reviewed. digest: that of the proposal, as the person saw it. duty: by which they
-- approved, empty for other decisions. person: a row of personal_text.
CREATE TABLE decision (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  proposal INTEGER NOT NULL REFERENCES proposal (operation),
  decision TEXT NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  duty TEXT NOT NULL,
  person INTEGER NOT NULL
) STRICT;

CREATE INDEX decision_by_proposal ON decision (proposal);

CREATE TRIGGER proposed_row_refuses_update BEFORE UPDATE ON proposed_row
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of proposed_row refused'); END;

CREATE TRIGGER proposed_row_refuses_delete BEFORE DELETE ON proposed_row
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of proposed_row refused'); END;

CREATE TRIGGER proposal_refuses_update BEFORE UPDATE ON proposal
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of proposal refused'); END;

CREATE TRIGGER proposal_refuses_delete BEFORE DELETE ON proposal
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of proposal refused'); END;

CREATE TRIGGER decision_refuses_update BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of decision refused'); END;

CREATE TRIGGER decision_refuses_delete BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of decision refused'); END;

CREATE VIEW proposals AS
SELECT
  p.operation AS proposal, p.entry, p.kind, o.system, a.recorded_at,
  CASE WHEN w.id IS NULL THEN '(erased)' ELSE CAST(w.content AS TEXT) END AS proposer,
  CASE WHEN o.reason IS NOT NULL AND r.id IS NULL THEN '(erased)' ELSE CAST(r.content AS TEXT) END
    AS reason,
  p.people, p.needs, p.until, lower(hex(p.digest)) AS digest
FROM proposal p
JOIN operation o ON o.id = p.operation
JOIN entry n ON n.id = p.entry
JOIN append a ON a.id = n.append
LEFT JOIN personal_text w ON w.id = p.proposer
LEFT JOIN personal_text r ON r.id = o.reason;

CREATE VIEW decisions AS
SELECT
  d.proposal, d.entry, a.operation, a.recorded_at, d.decision, d.duty,
  CASE WHEN w.id IS NULL THEN '(erased)' ELSE CAST(w.content AS TEXT) END AS person,
  CASE WHEN o.reason IS NOT NULL AND r.id IS NULL THEN '(erased)' ELSE CAST(r.content AS TEXT) END
    AS reason,
  lower(hex(d.digest)) AS digest
FROM decision d
JOIN entry n ON n.id = d.entry
JOIN append a ON a.id = n.append
JOIN operation o ON o.id = a.operation
LEFT JOIN personal_text w ON w.id = d.person
LEFT JOIN personal_text r ON r.id = o.reason;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('decision', 'decision_by_proposal', '40 2'),
  ('proposal', 'sqlite_autoindex_proposal_1', '20 1'),
  ('proposed_row', NULL, '200');
