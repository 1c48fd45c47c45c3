-- Writing to a system: what was intended, what was sent, and the outcome.

-- The events of an intended entry: a range of event numbers.
CREATE TABLE intended (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  first_event INTEGER NOT NULL,
  events INTEGER NOT NULL CHECK (events > 0)
) STRICT;

-- What an event of an intended entry does. base: the event with the content before the write.
-- action: 0 set, 1 clear, 2 append. reversibility: 0 exact, 1 residual, 2 unproven, 3 irreversible.
CREATE TABLE write (
  event INTEGER PRIMARY KEY REFERENCES event (id),
  base INTEGER REFERENCES event (id),
  action INTEGER NOT NULL CHECK (action BETWEEN 0 AND 2),
  is_implied INTEGER NOT NULL CHECK (is_implied IN (0, 1)),
  reversibility INTEGER NOT NULL CHECK (reversibility BETWEEN 0 AND 3)
) STRICT;

-- A call, recorded before it is sent, with its intended entries.
CREATE TABLE sending (
  entry INTEGER NOT NULL REFERENCES entry (id),
  intended INTEGER NOT NULL REFERENCES intended (entry),
  PRIMARY KEY (entry, intended)
) STRICT, WITHOUT ROWID;

-- The result of a row in a call: the kind of its entry is accepted, rejected or uncertain.
CREATE TABLE outcome (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  intended INTEGER NOT NULL REFERENCES intended (entry),
  sent INTEGER NOT NULL REFERENCES entry (id),
  code TEXT,
  message INTEGER
) STRICT;

-- Why a row was not sent.
CREATE TABLE skipping (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  intended INTEGER NOT NULL REFERENCES intended (entry),
  reason INTEGER NOT NULL
) STRICT;

-- verdict: applied, notApplied or undecidable; how: how it was found out.
CREATE TABLE settlement (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  intended INTEGER NOT NULL REFERENCES intended (entry),
  verdict TEXT NOT NULL,
  how INTEGER NOT NULL
) STRICT;

-- A limit of the configuration that an operation was allowed to exceed. entry: the last entry of
-- the log when that was recorded.
CREATE TABLE limit_override (
  operation INTEGER NOT NULL REFERENCES operation (id),
  entry INTEGER NOT NULL REFERENCES entry (id),
  name TEXT NOT NULL,
  configured INTEGER NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (operation, name)
) STRICT, WITHOUT ROWID;

-- A behaviour of this tenant that a probe found.
CREATE TABLE behaviour (
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation (id),
  system TEXT NOT NULL,
  name TEXT NOT NULL,
  answer TEXT NOT NULL
) STRICT;
