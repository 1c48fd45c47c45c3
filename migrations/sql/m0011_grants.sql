-- Who may use the service, and with which settings it runs: entries of the log, so that both can be
-- proven for any time.

-- The token that a granted entry created; its number is the entry's. hash: SHA-256 of the token, which
-- itself is nowhere. until: from when on it is no longer valid, NULL if it stays so. name: a row of
-- personal_text, since it may name a person.
CREATE TABLE token (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  role TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  until INTEGER,
  name INTEGER
) STRICT;

-- The token that a revoked entry took back.
CREATE TABLE revocation (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  token INTEGER NOT NULL UNIQUE REFERENCES token (entry)
) STRICT;

-- The settings that were in force from a configured entry on: their SHA-256.
CREATE TABLE configuration (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;

CREATE TRIGGER token_refuses_update BEFORE UPDATE ON token
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of token refused'); END;

CREATE TRIGGER token_refuses_delete BEFORE DELETE ON token
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of token refused'); END;

CREATE TRIGGER revocation_refuses_update BEFORE UPDATE ON revocation
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of revocation refused'); END;

CREATE TRIGGER revocation_refuses_delete BEFORE DELETE ON revocation
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of revocation refused'); END;

CREATE TRIGGER configuration_refuses_update BEFORE UPDATE ON configuration
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of configuration refused'); END;

CREATE TRIGGER configuration_refuses_delete BEFORE DELETE ON configuration
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of configuration refused'); END;

-- The tokens of the service; token is the number by which one is revoked.
CREATE VIEW tokens AS
SELECT
  t.entry AS token, t.role,
  CASE WHEN t.name IS NOT NULL AND p.id IS NULL THEN '(erased)' ELSE CAST(p.content AS TEXT) END
    AS name,
  t.until, a.operation, a.recorded_at AS created_at, r.entry AS revoked,
  (SELECT b.recorded_at FROM entry m JOIN append b ON b.id = m.append WHERE m.id = r.entry)
    AS revoked_at
FROM token t
JOIN entry n ON n.id = t.entry
JOIN append a ON a.id = n.append
LEFT JOIN personal_text p ON p.id = t.name
LEFT JOIN revocation r ON r.token = t.entry;

CREATE VIEW configurations AS
SELECT c.entry, a.operation, lower(hex(c.digest)) AS sha256, a.recorded_at
FROM configuration c
JOIN entry n ON n.id = c.entry
JOIN append a ON a.id = n.append;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('configuration', NULL, '10'),
  ('revocation', 'sqlite_autoindex_revocation_1', '10 1'),
  ('token', 'sqlite_autoindex_token_1', '20 1');
