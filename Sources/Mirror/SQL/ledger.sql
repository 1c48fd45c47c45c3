-- The tables of the log stand in rollbook_log, for their owner alone: with the keys in them, the keyed
-- hashes of erased people could be tried out. What people read is in rollbook.
--
-- Every key begins with log, the number of a ledger here, so that several ledgers share the tables. The
-- row of a ledger is the only one that is swapped: epoch, entry, append, root and amendments say how
-- far its log goes.
CREATE SCHEMA IF NOT EXISTS rollbook_log;
CREATE SCHEMA IF NOT EXISTS rollbook;

CREATE TABLE IF NOT EXISTS rollbook_log.ledger (
  log bigint PRIMARY KEY,
  id bigint NOT NULL,
  identifier bytea NOT NULL UNIQUE,
  lookup_key bytea NOT NULL,
  created_at bigint NOT NULL,
  epoch bigint NOT NULL,
  entry bigint NOT NULL,
  append bigint NOT NULL,
  root bytea NOT NULL,
  amendments bigint NOT NULL,
  version text NOT NULL
);
