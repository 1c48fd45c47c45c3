index access_by_people_set
CREATE INDEX access_by_people_set ON access (people_set) WHERE people_set IS NOT NULL

index append_by_operation
CREATE INDEX append_by_operation ON append (operation)

index decision_by_proposal
CREATE INDEX decision_by_proposal ON decision (proposal)

index entry_by_user
CREATE INDEX entry_by_user ON entry (user) WHERE user IS NOT NULL

index entry_of_membership
CREATE INDEX entry_of_membership ON entry (user) WHERE kind IN (5, 6, 7)

index erased_text_by_erasure
CREATE INDEX erased_text_by_erasure ON erased_text (erasure)

index erased_union_by_erasure
CREATE INDEX erased_union_by_erasure ON erased_union (erasure)

index erased_user_by_erasure
CREATE INDEX erased_user_by_erasure ON erased_user (erasure)

index erased_value_by_erasure
CREATE INDEX erased_value_by_erasure ON erased_value (erasure)

index operation_beside_accesses
CREATE INDEX operation_beside_accesses ON operation (id, kind) WHERE kind <> 'access'

index people_set_member_by_user
CREATE INDEX people_set_member_by_user ON people_set_member (user)

index projected_history_by_end
CREATE INDEX projected_history_by_end ON projected_history (ended_at)

index projected_link_by_maycur
CREATE INDEX projected_link_by_maycur ON projected_link (maycur)

index projected_row_by_operation
CREATE INDEX projected_row_by_operation ON projected_row (operation)

table access
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
) STRICT

table append
CREATE TABLE append (
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation (id),
  first_entry INTEGER NOT NULL,
  entries INTEGER NOT NULL CHECK (entries > 0),
  recorded_at INTEGER NOT NULL,
  -- The clock's time, if it was before the last entry's recorded time.
  clock_at INTEGER,
  asked_at INTEGER,
  received_at INTEGER,
  request_id TEXT,
  asked INTEGER REFERENCES scope (id),
  scope INTEGER REFERENCES scope (id),
  returned INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  gone INTEGER NOT NULL DEFAULT 0
) STRICT

table behaviour
CREATE TABLE behaviour (
  id INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operation (id),
  system TEXT NOT NULL,
  name TEXT NOT NULL,
  answer TEXT NOT NULL
) STRICT

table checkpoint
CREATE TABLE checkpoint (
  size INTEGER PRIMARY KEY CHECK (size > 0),
  root BLOB NOT NULL CHECK (length(root) = 32),
  note BLOB NOT NULL
) STRICT

table closing
CREATE TABLE closing (
  operation INTEGER PRIMARY KEY REFERENCES operation (id),
  entry INTEGER NOT NULL REFERENCES entry (id),
  status TEXT NOT NULL
) STRICT

table company
CREATE TABLE company (
  system TEXT PRIMARY KEY,
  key TEXT NOT NULL,
  append INTEGER NOT NULL REFERENCES append (id)
) STRICT, WITHOUT ROWID

table configuration
CREATE TABLE configuration (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT

table cosignature
CREATE TABLE cosignature (
  size INTEGER NOT NULL,
  witness TEXT NOT NULL,
  line BLOB NOT NULL,
  PRIMARY KEY (size, witness, line)
) STRICT, WITHOUT ROWID

table decision
CREATE TABLE decision (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  proposal INTEGER NOT NULL REFERENCES proposal (operation),
  decision TEXT NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  duty TEXT NOT NULL,
  person INTEGER NOT NULL
) STRICT

table description
CREATE TABLE description (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES entry (id),
  field INTEGER NOT NULL REFERENCES field (id),
  removed INTEGER NOT NULL CHECK (removed IN (0, 1)),
  position INTEGER NOT NULL,
  -- The code under which the field is written; field.code is the one under which it is read.
  write_code TEXT NOT NULL,
  name TEXT NOT NULL,
  group_code TEXT NOT NULL,
  group_name TEXT NOT NULL,
  is_detail INTEGER NOT NULL CHECK (is_detail IN (0, 1)),
  type TEXT,
  is_derived INTEGER NOT NULL CHECK (is_derived IN (0, 1)),
  has_options INTEGER NOT NULL CHECK (has_options IN (0, 1))
) STRICT

table dismissal
CREATE TABLE dismissal (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  record INTEGER NOT NULL
) STRICT

table entry
CREATE TABLE entry (
  id INTEGER PRIMARY KEY,
  append INTEGER NOT NULL REFERENCES append (id),
  kind INTEGER NOT NULL,
  user INTEGER REFERENCES user (id),
  returned INTEGER NOT NULL DEFAULT 0
) STRICT

table enumeration
CREATE TABLE enumeration (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  listed INTEGER NOT NULL,
  missing INTEGER NOT NULL,
  accepted INTEGER NOT NULL CHECK (accepted IN (0, 1))
) STRICT

table erased_text
CREATE TABLE erased_text (
  id INTEGER PRIMARY KEY,
  erasure INTEGER NOT NULL REFERENCES entry (id),
  commitment BLOB NOT NULL CHECK (length(commitment) = 32)
) STRICT

table erased_union
CREATE TABLE erased_union (
  id INTEGER PRIMARY KEY,
  erasure INTEGER NOT NULL REFERENCES erasure (entry),
  entry INTEGER NOT NULL REFERENCES entry (id),
  commitment BLOB NOT NULL CHECK (length(commitment) = 32)
) STRICT

table erased_user
CREATE TABLE erased_user (
  id INTEGER PRIMARY KEY REFERENCES user (id),
  erasure INTEGER NOT NULL REFERENCES erasure (entry),
  surrogate BLOB NOT NULL CHECK (length(surrogate) = 16),
  commitment BLOB NOT NULL CHECK (length(commitment) = 32)
) STRICT

table erased_value
CREATE TABLE erased_value (
  id INTEGER PRIMARY KEY REFERENCES event (id),
  erasure INTEGER NOT NULL REFERENCES erasure (entry),
  commitment BLOB NOT NULL CHECK (length(commitment) = 32)
) STRICT

table erasure
CREATE TABLE erasure (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  identifier BLOB NOT NULL CHECK (length(identifier) = 16),
  scope INTEGER REFERENCES scope (id),
  lookup BLOB NOT NULL CHECK (length(lookup) = 16)
) STRICT

table event
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  entry INTEGER NOT NULL REFERENCES entry (id),
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  field INTEGER NOT NULL REFERENCES field (id),
  item INTEGER NOT NULL CHECK (item >= 0),
  changed INTEGER NOT NULL CHECK (changed IN (0, 1))
) STRICT

table field
CREATE TABLE field (
  id INTEGER PRIMARY KEY,
  system TEXT NOT NULL,
  code TEXT NOT NULL,
  UNIQUE (system, code)
) STRICT

table forgetting
CREATE TABLE forgetting (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  before INTEGER NOT NULL
) STRICT

table import
CREATE TABLE import (
  operation INTEGER PRIMARY KEY REFERENCES operation (id),
  file INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  captured_at INTEGER NOT NULL
) STRICT

table intended
CREATE TABLE intended (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  first_event INTEGER NOT NULL,
  events INTEGER NOT NULL CHECK (events > 0)
) STRICT

table ledger
CREATE TABLE ledger (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  identifier BLOB NOT NULL CHECK (length(identifier) = 16),
  lookup_key BLOB NOT NULL CHECK (length(lookup_key) = 32),
  created_at INTEGER NOT NULL
) STRICT

table limit_override
CREATE TABLE limit_override (
  operation INTEGER NOT NULL REFERENCES operation (id),
  entry INTEGER NOT NULL REFERENCES entry (id),
  name TEXT NOT NULL,
  configured INTEGER NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (operation, name)
) STRICT, WITHOUT ROWID

table link
CREATE TABLE link (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  dingtalk INTEGER NOT NULL REFERENCES user (id),
  maycur INTEGER NOT NULL REFERENCES user (id),
  source TEXT NOT NULL
) STRICT

table not_returned
CREATE TABLE not_returned (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  code TEXT,
  message INTEGER
) STRICT

table operation
CREATE TABLE operation (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  system TEXT NOT NULL,
  parent INTEGER REFERENCES operation (id),
  program TEXT NOT NULL,
  actor INTEGER NOT NULL,
  claimed_actor INTEGER,
  reason INTEGER,
  ticket INTEGER,
  parameters INTEGER NOT NULL,
  request_key INTEGER,
  request_digest INTEGER
) STRICT

table option
CREATE TABLE option (
  description INTEGER NOT NULL REFERENCES description (id),
  position INTEGER NOT NULL,
  value TEXT NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (description, position)
) STRICT, WITHOUT ROWID

table outcome
CREATE TABLE outcome (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  intended INTEGER NOT NULL REFERENCES intended (entry),
  sent INTEGER NOT NULL REFERENCES entry (id),
  code TEXT,
  message INTEGER
) STRICT

table pending_scrub
CREATE TABLE pending_scrub (
  erasure INTEGER PRIMARY KEY
) STRICT

table people_set
CREATE TABLE people_set (
  id INTEGER PRIMARY KEY,
  root BLOB NOT NULL UNIQUE CHECK (length(root) = 32)
) STRICT

table people_set_member
CREATE TABLE people_set_member (
  people_set INTEGER NOT NULL REFERENCES people_set (id),
  user INTEGER NOT NULL REFERENCES user (id),
  PRIMARY KEY (people_set, user)
) STRICT, WITHOUT ROWID

table personal_text
CREATE TABLE personal_text (
  id INTEGER PRIMARY KEY,
  salt BLOB NOT NULL CHECK (length(salt) = 16),
  content BLOB NOT NULL
) STRICT

table personal_union
CREATE TABLE personal_union (
  id INTEGER PRIMARY KEY,
  salt BLOB NOT NULL CHECK (length(salt) = 16),
  entry INTEGER NOT NULL REFERENCES entry (id),
  union_id BLOB NOT NULL
) STRICT

table personal_user
CREATE TABLE personal_user (
  id INTEGER PRIMARY KEY REFERENCES user (id),
  salt BLOB NOT NULL CHECK (length(salt) = 16),
  surrogate BLOB NOT NULL CHECK (length(surrogate) = 16),
  key BLOB NOT NULL
) STRICT

table personal_value
CREATE TABLE personal_value (
  id INTEGER PRIMARY KEY REFERENCES event (id),
  salt BLOB NOT NULL CHECK (length(salt) = 16),
  form INTEGER NOT NULL,
  value BLOB,
  label BLOB
) STRICT

table projected_field
CREATE TABLE projected_field (
  field INTEGER PRIMARY KEY,
  description INTEGER NOT NULL,
  is_removed INTEGER NOT NULL
) STRICT

table projected_head
CREATE TABLE projected_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL,
  root BLOB NOT NULL,
  hashes BLOB NOT NULL
) STRICT

table projected_history
CREATE TABLE projected_history (
  user INTEGER NOT NULL,
  field INTEGER NOT NULL,
  item INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  event INTEGER NOT NULL,
  observed_before INTEGER,
  until_entry INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  PRIMARY KEY (user, field, item, entry)
) STRICT, WITHOUT ROWID

table projected_link
CREATE TABLE projected_link (
  dingtalk INTEGER NOT NULL,
  maycur INTEGER NOT NULL,
  source TEXT NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (dingtalk, maycur)
) STRICT, WITHOUT ROWID

table projected_membership
CREATE TABLE projected_membership (
  user INTEGER PRIMARY KEY,
  has_left INTEGER NOT NULL,
  entry INTEGER NOT NULL
) STRICT

table projected_observation
CREATE TABLE projected_observation (
  user INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (user, scope)
) STRICT, WITHOUT ROWID

table projected_request
CREATE TABLE projected_request (
  hash BLOB NOT NULL,
  operation INTEGER NOT NULL,
  PRIMARY KEY (hash, operation)
) STRICT, WITHOUT ROWID

table projected_roster
CREATE TABLE projected_roster (
  user INTEGER NOT NULL,
  field INTEGER NOT NULL,
  item INTEGER NOT NULL,
  event INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  observed_before INTEGER,
  is_gone INTEGER NOT NULL,
  PRIMARY KEY (user, field, item)
) STRICT, WITHOUT ROWID

table projected_row
CREATE TABLE projected_row (
  intended INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL,
  status INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  sent INTEGER,
  outcome INTEGER,
  settlement INTEGER
) STRICT

table projected_union
CREATE TABLE projected_union (
  user INTEGER PRIMARY KEY,
  union_row INTEGER NOT NULL
) STRICT

table projected_user
CREATE TABLE projected_user (
  hash BLOB PRIMARY KEY,
  user INTEGER NOT NULL
) STRICT, WITHOUT ROWID

table projected_values
CREATE TABLE projected_values (
  user INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  root BLOB NOT NULL,
  PRIMARY KEY (user, scope)
) STRICT, WITHOUT ROWID

table projected_write
CREATE TABLE projected_write (
  user INTEGER NOT NULL,
  field INTEGER NOT NULL,
  item INTEGER NOT NULL,
  event INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  is_expected INTEGER NOT NULL,
  PRIMARY KEY (user, field, item)
) STRICT, WITHOUT ROWID

table projected_written
CREATE TABLE projected_written (
  user INTEGER NOT NULL,
  field INTEGER NOT NULL,
  item INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  event INTEGER NOT NULL,
  PRIMARY KEY (user, field, item, entry)
) STRICT, WITHOUT ROWID

table proof_key
CREATE TABLE proof_key (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT

table proposal
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
) STRICT

table proposed_row
CREATE TABLE proposed_row (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  planned INTEGER NOT NULL
) STRICT

table readmission
CREATE TABLE readmission (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  erasure INTEGER NOT NULL UNIQUE REFERENCES erasure (entry)
) STRICT

table remembered_answer
CREATE TABLE remembered_answer (
  user INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 16),
  PRIMARY KEY (user, scope)
) STRICT, WITHOUT ROWID

table remembered_key
CREATE TABLE remembered_key (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT

table revocation
CREATE TABLE revocation (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  token INTEGER NOT NULL UNIQUE REFERENCES token (entry)
) STRICT

table scope
CREATE TABLE scope (
  id INTEGER PRIMARY KEY,
  system TEXT NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  UNIQUE (system, digest)
) STRICT

table scope_field
CREATE TABLE scope_field (
  scope INTEGER NOT NULL REFERENCES scope (id),
  field INTEGER NOT NULL REFERENCES field (id),
  PRIMARY KEY (scope, field)
) STRICT, WITHOUT ROWID

table sending
CREATE TABLE sending (
  entry INTEGER NOT NULL REFERENCES entry (id),
  intended INTEGER NOT NULL REFERENCES intended (entry),
  PRIMARY KEY (entry, intended)
) STRICT, WITHOUT ROWID

table set_aside
CREATE TABLE set_aside (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  part TEXT NOT NULL,
  people INTEGER NOT NULL CHECK (people > 0),
  field TEXT,
  problem TEXT NOT NULL
) STRICT

table settlement
CREATE TABLE settlement (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  intended INTEGER NOT NULL REFERENCES intended (entry),
  verdict TEXT NOT NULL,
  how INTEGER NOT NULL
) STRICT

table skipping
CREATE TABLE skipping (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  intended INTEGER NOT NULL REFERENCES intended (entry),
  reason INTEGER NOT NULL
) STRICT

table sqlite_stat1
CREATE TABLE sqlite_stat1(tbl,idx,stat)

table suppression
CREATE TABLE suppression (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  users INTEGER NOT NULL CHECK (users > 0)
) STRICT

table tile
CREATE TABLE tile (
  id INTEGER PRIMARY KEY,
  hashes BLOB NOT NULL CHECK (length(hashes) = 8192)
) STRICT

table time_stamp
CREATE TABLE time_stamp (
  size INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  reply BLOB NOT NULL,
  PRIMARY KEY (size, digest)
) STRICT, WITHOUT ROWID

table token
CREATE TABLE token (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  role TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  until INTEGER,
  name INTEGER
) STRICT

table user
CREATE TABLE user (
  id INTEGER PRIMARY KEY,
  system TEXT NOT NULL
) STRICT

table write
CREATE TABLE write (
  event INTEGER PRIMARY KEY REFERENCES event (id),
  base INTEGER REFERENCES event (id),
  action INTEGER NOT NULL CHECK (action BETWEEN 0 AND 2),
  is_implied INTEGER NOT NULL CHECK (is_implied IN (0, 1)),
  reversibility INTEGER NOT NULL CHECK (reversibility BETWEEN 0 AND 3)
) STRICT

trigger access_refuses_delete
CREATE TRIGGER access_refuses_delete BEFORE DELETE ON access
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of access refused'); END

trigger access_refuses_update
CREATE TRIGGER access_refuses_update BEFORE UPDATE ON access
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of access refused'); END

trigger append_refuses_delete
CREATE TRIGGER append_refuses_delete BEFORE DELETE ON append
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of append refused'); END

trigger append_refuses_update
CREATE TRIGGER append_refuses_update BEFORE UPDATE ON append
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of append refused'); END

trigger behaviour_refuses_delete
CREATE TRIGGER behaviour_refuses_delete BEFORE DELETE ON behaviour
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of behaviour refused'); END

trigger behaviour_refuses_update
CREATE TRIGGER behaviour_refuses_update BEFORE UPDATE ON behaviour
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of behaviour refused'); END

trigger checkpoint_refuses_delete
CREATE TRIGGER checkpoint_refuses_delete BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of checkpoint refused'); END

trigger checkpoint_refuses_update
CREATE TRIGGER checkpoint_refuses_update BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of checkpoint refused'); END

trigger closing_refuses_delete
CREATE TRIGGER closing_refuses_delete BEFORE DELETE ON closing
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of closing refused'); END

trigger closing_refuses_update
CREATE TRIGGER closing_refuses_update BEFORE UPDATE ON closing
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of closing refused'); END

trigger company_refuses_delete
CREATE TRIGGER company_refuses_delete BEFORE DELETE ON company
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of company refused'); END

trigger company_refuses_update
CREATE TRIGGER company_refuses_update BEFORE UPDATE ON company
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of company refused'); END

trigger configuration_refuses_delete
CREATE TRIGGER configuration_refuses_delete BEFORE DELETE ON configuration
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of configuration refused'); END

trigger configuration_refuses_update
CREATE TRIGGER configuration_refuses_update BEFORE UPDATE ON configuration
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of configuration refused'); END

trigger cosignature_refuses_delete
CREATE TRIGGER cosignature_refuses_delete BEFORE DELETE ON cosignature
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of cosignature refused'); END

trigger cosignature_refuses_update
CREATE TRIGGER cosignature_refuses_update BEFORE UPDATE ON cosignature
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of cosignature refused'); END

trigger decision_refuses_delete
CREATE TRIGGER decision_refuses_delete BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of decision refused'); END

trigger decision_refuses_update
CREATE TRIGGER decision_refuses_update BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of decision refused'); END

trigger description_refuses_delete
CREATE TRIGGER description_refuses_delete BEFORE DELETE ON description
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of description refused'); END

trigger description_refuses_update
CREATE TRIGGER description_refuses_update BEFORE UPDATE ON description
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of description refused'); END

trigger dismissal_refuses_delete
CREATE TRIGGER dismissal_refuses_delete BEFORE DELETE ON dismissal
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of dismissal refused'); END

trigger dismissal_refuses_update
CREATE TRIGGER dismissal_refuses_update BEFORE UPDATE ON dismissal
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of dismissal refused'); END

trigger entry_refuses_delete
CREATE TRIGGER entry_refuses_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of entry refused'); END

trigger entry_refuses_gaps
CREATE TRIGGER entry_refuses_gaps BEFORE INSERT ON entry
WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM entry)
BEGIN SELECT RAISE(ABORT, 'the log has no gaps: an entry out of order refused'); END

trigger entry_refuses_update
CREATE TRIGGER entry_refuses_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of entry refused'); END

trigger enumeration_refuses_delete
CREATE TRIGGER enumeration_refuses_delete BEFORE DELETE ON enumeration
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of enumeration refused'); END

trigger enumeration_refuses_update
CREATE TRIGGER enumeration_refuses_update BEFORE UPDATE ON enumeration
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of enumeration refused'); END

trigger erased_text_refuses_delete
CREATE TRIGGER erased_text_refuses_delete BEFORE DELETE ON erased_text
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of erased_text refused'); END

trigger erased_text_refuses_update
CREATE TRIGGER erased_text_refuses_update BEFORE UPDATE ON erased_text
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of erased_text refused'); END

trigger erased_union_refuses_delete
CREATE TRIGGER erased_union_refuses_delete BEFORE DELETE ON erased_union
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of erased_union refused'); END

trigger erased_union_refuses_update
CREATE TRIGGER erased_union_refuses_update BEFORE UPDATE ON erased_union
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of erased_union refused'); END

trigger erased_user_refuses_delete
CREATE TRIGGER erased_user_refuses_delete BEFORE DELETE ON erased_user
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of erased_user refused'); END

trigger erased_user_refuses_update
CREATE TRIGGER erased_user_refuses_update BEFORE UPDATE ON erased_user
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of erased_user refused'); END

trigger erased_value_refuses_delete
CREATE TRIGGER erased_value_refuses_delete BEFORE DELETE ON erased_value
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of erased_value refused'); END

trigger erased_value_refuses_update
CREATE TRIGGER erased_value_refuses_update BEFORE UPDATE ON erased_value
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of erased_value refused'); END

trigger erasure_refuses_delete
CREATE TRIGGER erasure_refuses_delete BEFORE DELETE ON erasure
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of erasure refused'); END

trigger erasure_refuses_update
CREATE TRIGGER erasure_refuses_update BEFORE UPDATE ON erasure
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of erasure refused'); END

trigger event_refuses_delete
CREATE TRIGGER event_refuses_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of event refused'); END

trigger event_refuses_update
CREATE TRIGGER event_refuses_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of event refused'); END

trigger field_refuses_delete
CREATE TRIGGER field_refuses_delete BEFORE DELETE ON field
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of field refused'); END

trigger field_refuses_update
CREATE TRIGGER field_refuses_update BEFORE UPDATE ON field
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of field refused'); END

trigger forgetting_refuses_delete
CREATE TRIGGER forgetting_refuses_delete BEFORE DELETE ON forgetting
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of forgetting refused'); END

trigger forgetting_refuses_update
CREATE TRIGGER forgetting_refuses_update BEFORE UPDATE ON forgetting
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of forgetting refused'); END

trigger import_refuses_delete
CREATE TRIGGER import_refuses_delete BEFORE DELETE ON import
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of import refused'); END

trigger import_refuses_update
CREATE TRIGGER import_refuses_update BEFORE UPDATE ON import
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of import refused'); END

trigger intended_refuses_delete
CREATE TRIGGER intended_refuses_delete BEFORE DELETE ON intended
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of intended refused'); END

trigger intended_refuses_update
CREATE TRIGGER intended_refuses_update BEFORE UPDATE ON intended
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of intended refused'); END

trigger ledger_refuses_delete
CREATE TRIGGER ledger_refuses_delete BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of ledger refused'); END

trigger ledger_refuses_update
CREATE TRIGGER ledger_refuses_update BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of ledger refused'); END

trigger limit_override_refuses_delete
CREATE TRIGGER limit_override_refuses_delete BEFORE DELETE ON limit_override
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of limit_override refused'); END

trigger limit_override_refuses_update
CREATE TRIGGER limit_override_refuses_update BEFORE UPDATE ON limit_override
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of limit_override refused'); END

trigger link_refuses_delete
CREATE TRIGGER link_refuses_delete BEFORE DELETE ON link
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of link refused'); END

trigger link_refuses_update
CREATE TRIGGER link_refuses_update BEFORE UPDATE ON link
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of link refused'); END

trigger not_returned_refuses_delete
CREATE TRIGGER not_returned_refuses_delete BEFORE DELETE ON not_returned
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of not_returned refused'); END

trigger not_returned_refuses_update
CREATE TRIGGER not_returned_refuses_update BEFORE UPDATE ON not_returned
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of not_returned refused'); END

trigger operation_refuses_delete
CREATE TRIGGER operation_refuses_delete BEFORE DELETE ON operation
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of operation refused'); END

trigger operation_refuses_update
CREATE TRIGGER operation_refuses_update BEFORE UPDATE ON operation
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of operation refused'); END

trigger option_refuses_delete
CREATE TRIGGER option_refuses_delete BEFORE DELETE ON option
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of option refused'); END

trigger option_refuses_update
CREATE TRIGGER option_refuses_update BEFORE UPDATE ON option
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of option refused'); END

trigger outcome_refuses_delete
CREATE TRIGGER outcome_refuses_delete BEFORE DELETE ON outcome
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of outcome refused'); END

trigger outcome_refuses_update
CREATE TRIGGER outcome_refuses_update BEFORE UPDATE ON outcome
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of outcome refused'); END

trigger people_set_member_refuses_delete
CREATE TRIGGER people_set_member_refuses_delete BEFORE DELETE ON people_set_member
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of people_set_member refused'); END

trigger people_set_member_refuses_update
CREATE TRIGGER people_set_member_refuses_update BEFORE UPDATE ON people_set_member
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of people_set_member refused'); END

trigger people_set_refuses_delete
CREATE TRIGGER people_set_refuses_delete BEFORE DELETE ON people_set
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of people_set refused'); END

trigger people_set_refuses_update
CREATE TRIGGER people_set_refuses_update BEFORE UPDATE ON people_set
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of people_set refused'); END

trigger personal_text_refuses_delete
CREATE TRIGGER personal_text_refuses_delete BEFORE DELETE ON personal_text
WHEN NOT EXISTS (SELECT 1 FROM erased_text WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of personal_text refused'); END

trigger personal_text_refuses_reuse
CREATE TRIGGER personal_text_refuses_reuse BEFORE INSERT ON personal_text
WHEN EXISTS (SELECT 1 FROM erased_text WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the log is immutable: erased text reused'); END

trigger personal_text_refuses_update
CREATE TRIGGER personal_text_refuses_update BEFORE UPDATE ON personal_text
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of personal_text refused'); END

trigger personal_union_refuses_delete
CREATE TRIGGER personal_union_refuses_delete BEFORE DELETE ON personal_union
WHEN NOT EXISTS (SELECT 1 FROM erased_union WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of personal_union refused'); END

trigger personal_union_refuses_reuse
CREATE TRIGGER personal_union_refuses_reuse BEFORE INSERT ON personal_union
WHEN EXISTS (SELECT 1 FROM erased_union WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the log is immutable: erased union reused'); END

trigger personal_union_refuses_update
CREATE TRIGGER personal_union_refuses_update BEFORE UPDATE ON personal_union
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of personal_union refused'); END

trigger personal_user_refuses_delete
CREATE TRIGGER personal_user_refuses_delete BEFORE DELETE ON personal_user
WHEN NOT EXISTS (SELECT 1 FROM erased_user WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of personal_user refused'); END

trigger personal_user_refuses_update
CREATE TRIGGER personal_user_refuses_update BEFORE UPDATE ON personal_user
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of personal_user refused'); END

trigger personal_value_refuses_delete
CREATE TRIGGER personal_value_refuses_delete BEFORE DELETE ON personal_value
WHEN NOT EXISTS (SELECT 1 FROM erased_value WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of personal_value refused'); END

trigger personal_value_refuses_update
CREATE TRIGGER personal_value_refuses_update BEFORE UPDATE ON personal_value
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of personal_value refused'); END

trigger proof_key_refuses_delete
CREATE TRIGGER proof_key_refuses_delete BEFORE DELETE ON proof_key
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of proof_key refused'); END

trigger proof_key_refuses_update
CREATE TRIGGER proof_key_refuses_update BEFORE UPDATE ON proof_key
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of proof_key refused'); END

trigger proposal_refuses_delete
CREATE TRIGGER proposal_refuses_delete BEFORE DELETE ON proposal
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of proposal refused'); END

trigger proposal_refuses_update
CREATE TRIGGER proposal_refuses_update BEFORE UPDATE ON proposal
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of proposal refused'); END

trigger proposed_row_refuses_delete
CREATE TRIGGER proposed_row_refuses_delete BEFORE DELETE ON proposed_row
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of proposed_row refused'); END

trigger proposed_row_refuses_update
CREATE TRIGGER proposed_row_refuses_update BEFORE UPDATE ON proposed_row
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of proposed_row refused'); END

trigger readmission_refuses_delete
CREATE TRIGGER readmission_refuses_delete BEFORE DELETE ON readmission
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of readmission refused'); END

trigger readmission_refuses_update
CREATE TRIGGER readmission_refuses_update BEFORE UPDATE ON readmission
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of readmission refused'); END

trigger remembered_answers_are_forgotten
CREATE TRIGGER remembered_answers_are_forgotten AFTER DELETE ON personal_value
BEGIN
  DELETE FROM remembered_key;
  DELETE FROM remembered_answer;
END

trigger revocation_refuses_delete
CREATE TRIGGER revocation_refuses_delete BEFORE DELETE ON revocation
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of revocation refused'); END

trigger revocation_refuses_update
CREATE TRIGGER revocation_refuses_update BEFORE UPDATE ON revocation
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of revocation refused'); END

trigger scope_field_refuses_delete
CREATE TRIGGER scope_field_refuses_delete BEFORE DELETE ON scope_field
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of scope_field refused'); END

trigger scope_field_refuses_update
CREATE TRIGGER scope_field_refuses_update BEFORE UPDATE ON scope_field
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of scope_field refused'); END

trigger scope_refuses_delete
CREATE TRIGGER scope_refuses_delete BEFORE DELETE ON scope
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of scope refused'); END

trigger scope_refuses_update
CREATE TRIGGER scope_refuses_update BEFORE UPDATE ON scope
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of scope refused'); END

trigger sending_refuses_delete
CREATE TRIGGER sending_refuses_delete BEFORE DELETE ON sending
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of sending refused'); END

trigger sending_refuses_update
CREATE TRIGGER sending_refuses_update BEFORE UPDATE ON sending
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of sending refused'); END

trigger set_aside_refuses_delete
CREATE TRIGGER set_aside_refuses_delete BEFORE DELETE ON set_aside
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of set_aside refused'); END

trigger set_aside_refuses_update
CREATE TRIGGER set_aside_refuses_update BEFORE UPDATE ON set_aside
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of set_aside refused'); END

trigger settlement_refuses_delete
CREATE TRIGGER settlement_refuses_delete BEFORE DELETE ON settlement
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of settlement refused'); END

trigger settlement_refuses_update
CREATE TRIGGER settlement_refuses_update BEFORE UPDATE ON settlement
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of settlement refused'); END

trigger skipping_refuses_delete
CREATE TRIGGER skipping_refuses_delete BEFORE DELETE ON skipping
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of skipping refused'); END

trigger skipping_refuses_update
CREATE TRIGGER skipping_refuses_update BEFORE UPDATE ON skipping
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of skipping refused'); END

trigger suppression_refuses_delete
CREATE TRIGGER suppression_refuses_delete BEFORE DELETE ON suppression
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of suppression refused'); END

trigger suppression_refuses_update
CREATE TRIGGER suppression_refuses_update BEFORE UPDATE ON suppression
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of suppression refused'); END

trigger tile_refuses_delete
CREATE TRIGGER tile_refuses_delete BEFORE DELETE ON tile
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of tile refused'); END

trigger tile_refuses_update
CREATE TRIGGER tile_refuses_update BEFORE UPDATE ON tile
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of tile refused'); END

trigger time_stamp_refuses_delete
CREATE TRIGGER time_stamp_refuses_delete BEFORE DELETE ON time_stamp
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of time_stamp refused'); END

trigger time_stamp_refuses_update
CREATE TRIGGER time_stamp_refuses_update BEFORE UPDATE ON time_stamp
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of time_stamp refused'); END

trigger token_refuses_delete
CREATE TRIGGER token_refuses_delete BEFORE DELETE ON token
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of token refused'); END

trigger token_refuses_update
CREATE TRIGGER token_refuses_update BEFORE UPDATE ON token
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of token refused'); END

trigger user_refuses_delete
CREATE TRIGGER user_refuses_delete BEFORE DELETE ON user
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of user refused'); END

trigger user_refuses_update
CREATE TRIGGER user_refuses_update BEFORE UPDATE ON user
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of user refused'); END

trigger write_refuses_delete
CREATE TRIGGER write_refuses_delete BEFORE DELETE ON write
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of write refused'); END

trigger write_refuses_update
CREATE TRIGGER write_refuses_update BEFORE UPDATE ON write
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of write refused'); END

view accessed_people
CREATE VIEW accessed_people AS
SELECT x.entry, n.user AS user_number FROM access x JOIN entry n ON n.id = x.entry
WHERE n.user IS NOT NULL
UNION ALL
SELECT x.entry, m.user AS user_number FROM access x
JOIN people_set_member m ON m.people_set = x.people_set

view accesses
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
LEFT JOIN personal_user k ON k.id = n.user

view batch_rows
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
LEFT JOIN personal_text k ON k.id = g.reason

view batches
CREATE VIEW batches AS
SELECT
  o.operation, o.kind, o.system, o.parent, o.status, o.actor, o.claimed_actor, o.reason, o.ticket,
  o.opened_at, o.closed_at,
  count(r.intended) AS rows,
  coalesce(sum(r.stands = 'accepted'), 0) AS accepted,
  coalesce(sum(r.stands = 'rejected'), 0) AS rejected,
  coalesce(sum(r.stands = 'uncertain'), 0) AS uncertain,
  coalesce(sum(r.stands = 'notSent'), 0) AS not_sent,
  coalesce(sum(r.stands = 'skipped'), 0) AS skipped,
  (SELECT count(*) FROM limit_override l WHERE l.operation = o.operation) AS limits_exceeded
FROM operations o
LEFT JOIN (
  SELECT
    operation, intended,
    CASE settled WHEN 'applied' THEN 'accepted' WHEN 'notApplied' THEN 'rejected' ELSE status END
      AS stands
  FROM batch_rows
) r ON r.operation = o.operation
WHERE o.kind IN ('push', 'retry', 'rollback', 'replay')
GROUP BY o.operation

view cell_changes
CREATE VIEW cell_changes AS
SELECT
  h.user, h.field, h.item, h.entry, h.event, h.observed_before, b.event AS from_event,
  b.ended_at AS recorded_at
FROM projected_history b
JOIN projected_roster h ON h.user = b.user AND h.field = b.field AND h.item = b.item
  AND h.entry = b.until_entry
UNION ALL
SELECT
  h.user, h.field, h.item, h.entry, h.event, h.observed_before, b.event, b.ended_at
FROM projected_history b
JOIN projected_history h ON h.user = b.user AND h.field = b.field AND h.item = b.item
  AND h.entry = b.until_entry
UNION ALL
SELECT
  h.user, h.field, h.item, h.entry, h.event, h.observed_before, CAST(NULL AS INTEGER),
  a.recorded_at
FROM projected_roster h
JOIN entry n ON n.id = h.entry
JOIN append a ON a.id = n.append
WHERE NOT EXISTS (
  SELECT 1 FROM projected_history p
  WHERE p.user = h.user AND p.field = h.field AND p.item = h.item
)
UNION ALL
SELECT
  h.user, h.field, h.item, h.entry, h.event, h.observed_before, CAST(NULL AS INTEGER),
  a.recorded_at
FROM projected_history h
JOIN entry n ON n.id = h.entry
JOIN append a ON a.id = n.append
WHERE NOT EXISTS (
  SELECT 1 FROM projected_history p
  WHERE p.user = h.user AND p.field = h.field AND p.item = h.item AND p.entry < h.entry
)

view cell_events
CREATE VIEW cell_events AS
SELECT
  user, field, item, entry, event, observed_before, CAST(NULL AS INTEGER) AS until_entry
FROM projected_roster
UNION ALL
SELECT user, field, item, entry, event, observed_before, until_entry FROM projected_history

view cell_versions
CREATE VIEW cell_versions AS
SELECT
  u.system, h.user AS user_number, u.user, f.code AS field, h.item,
  s.entry || '.' || s.ordinal AS event, h.entry AS from_entry, h.until_entry, a.recorded_at,
  (SELECT b.recorded_at FROM entry m JOIN append b ON b.id = m.append WHERE m.id = h.observed_before)
    AS not_before,
  coalesce(
    (SELECT i.captured_at FROM import i WHERE i.operation = a.operation), a.received_at,
    a.recorded_at
  ) AS not_after,
  s.presence, s.value, s.label, s.words
FROM cell_events h
JOIN field f ON f.id = h.field
JOIN users u ON u.user_number = h.user
JOIN stored_events s ON s.event = h.event
JOIN entry n ON n.id = h.entry
JOIN append a ON a.id = n.append

view cells
CREATE VIEW cells AS
SELECT
  u.system, c.user AS user_number, u.user, u.has_left, c.field AS field_number, i.code AS field,
  d.name AS field_name, d.group_code, d.group_name, c.item, s.presence, s.value, s.label, s.words,
  c.source, c.entry,
  (SELECT a.operation FROM entry n JOIN append a ON a.id = n.append WHERE n.id = c.entry)
    AS operation,
  (SELECT a.recorded_at FROM entry n JOIN append a ON a.id = n.append WHERE n.id = c.entry)
    AS since,
  (
    SELECT b.recorded_at FROM entry m JOIN append b ON b.id = m.append
    WHERE m.id = (
      SELECT g.entry FROM projected_observation g
      JOIN scope_field f ON f.scope = g.scope AND f.field = c.field
      WHERE g.user = c.user ORDER BY g.entry DESC LIMIT 1
    )
  ) AS last_observed
FROM expected_cells c
JOIN field i ON i.id = c.field
JOIN users u ON u.user_number = c.user
JOIN stored_events s ON s.event = c.event
LEFT JOIN projected_field p ON p.field = c.field
LEFT JOIN description d ON d.id = p.description

view changes
CREATE VIEW changes AS
SELECT
  u.system, h.user AS user_number, u.user, f.code AS field, d.name AS field_name,
  d.is_derived, h.item,
  s.entry || '.' || s.ordinal AS event, s.entry, h.from_event IS NULL AS is_first,
  (SELECT o.presence FROM stored_events o WHERE o.event = h.from_event) AS from_presence,
  (SELECT o.value FROM stored_events o WHERE o.event = h.from_event) AS from_value,
  (SELECT o.label FROM stored_events o WHERE o.event = h.from_event) AS from_label,
  (SELECT o.words FROM stored_events o WHERE o.event = h.from_event) AS from_words,
  s.presence AS to_presence, s.value AS to_value, s.label AS to_label,
  s.words AS to_words, CASE n.kind WHEN 18 THEN 'imported' ELSE 'fetched' END AS kind,
  (SELECT a.operation FROM append a WHERE a.id = n.append) AS operation, h.recorded_at,
  (SELECT c.recorded_at FROM entry m JOIN append c ON c.id = m.append WHERE m.id = h.observed_before)
    AS last_observed_before,
  CASE
    WHEN r.operation IS NOT NULL THEN 'batch ' || r.operation
    WHEN h.from_event IS NOT NULL THEN 'outside' END AS "by",
  r.operation AS batch,
  CASE WHEN r.operation IS NOT NULL
    THEN (SELECT o.value FROM stored_events o WHERE o.event = w.id) IS s.value END AS as_written,
  (SELECT o.actor FROM operations o WHERE o.operation = r.operation) AS actor,
  (SELECT o.claimed_actor FROM operations o WHERE o.operation = r.operation) AS claimed_actor,
  (SELECT o.reason FROM operations o WHERE o.operation = r.operation) AS reason,
  (SELECT o.ticket FROM operations o WHERE o.operation = r.operation) AS ticket
FROM cell_changes h
JOIN field f ON f.id = h.field
JOIN users u ON u.user_number = h.user
JOIN stored_events s ON s.event = h.event AND s.changed = 1
JOIN entry n ON n.id = h.entry
LEFT JOIN event w ON w.id = (
  SELECT p.event FROM projected_written p
  JOIN event i ON i.id = p.event
  JOIN projected_row q ON q.intended = i.entry
  WHERE p.user = h.user AND p.field = h.field AND p.item = h.item
    AND q.sent > coalesce(h.observed_before, 0) AND q.sent < h.entry
  ORDER BY q.sent DESC LIMIT 1
)
LEFT JOIN projected_row r ON r.intended = w.entry
LEFT JOIN projected_field g ON g.field = h.field
LEFT JOIN description d ON d.id = g.description

view configurations
CREATE VIEW configurations AS
SELECT c.entry, a.operation, lower(hex(c.digest)) AS sha256, a.recorded_at
FROM configuration c
JOIN entry n ON n.id = c.entry
JOIN append a ON a.id = n.append

view decisions
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
LEFT JOIN personal_text r ON r.id = o.reason

view dismissals
CREATE VIEW dismissals AS
SELECT
  n.id AS entry, u.system, u.user_number, u.user, a.operation, a.recorded_at,
  CAST(t.content AS TEXT) AS record
FROM dismissal d
JOIN entry n ON n.id = d.entry
JOIN append a ON a.id = n.append
JOIN users u ON u.user_number = n.user
LEFT JOIN personal_text t ON t.id = d.record

view entries
CREATE VIEW entries AS
SELECT
  e.id AS entry,
  CASE e.kind
    WHEN 0 THEN 'fetched' WHEN 1 THEN 'notReturned' WHEN 2 THEN 'opened' WHEN 3 THEN 'closed'
    WHEN 4 THEN 'enumerated' WHEN 5 THEN 'joined' WHEN 6 THEN 'left' WHEN 7 THEN 'rejoined'
    WHEN 8 THEN 'cataloged' WHEN 9 THEN 'intended' WHEN 10 THEN 'sent' WHEN 11 THEN 'accepted'
    WHEN 12 THEN 'rejected' WHEN 13 THEN 'uncertain' WHEN 14 THEN 'skipped'
    WHEN 15 THEN 'settled' WHEN 16 THEN 'linked' WHEN 17 THEN 'unlinked'
    WHEN 18 THEN 'imported' WHEN 19 THEN 'held' WHEN 20 THEN 'released' WHEN 21 THEN 'erased'
    WHEN 22 THEN 'erasureRefused' WHEN 23 THEN 'readmitted' WHEN 24 THEN 'suppressed'
    WHEN 25 THEN 'dismissed'
    WHEN 26 THEN 'setAside' WHEN 27 THEN 'granted' WHEN 28 THEN 'revoked'
    WHEN 29 THEN 'configured' WHEN 30 THEN 'accessed' WHEN 31 THEN 'proposed'
    WHEN 32 THEN 'submitted' WHEN 33 THEN 'decided' WHEN 34 THEN 'forgotten'
    END AS kind,
  a.operation, o.system, e.user AS user_number,
  CASE WHEN e.user IS NOT NULL AND p.id IS NULL THEN 'erased#' || e.user
    ELSE CAST(p.key AS TEXT) END AS user,
  a.recorded_at, a.asked_at, a.received_at, a.request_id, e.returned, e.append
FROM entry e
JOIN append a ON a.id = e.append
JOIN operation o ON o.id = a.operation
LEFT JOIN personal_user p ON p.id = e.user

view erasures
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
LEFT JOIN readmission r ON r.erasure = e.entry

view expected_cells
CREATE VIEW expected_cells AS
SELECT r.user, r.field, r.item, r.event, r.entry, 'observed' AS source
FROM projected_roster r
WHERE NOT r.is_gone AND NOT EXISTS (
  SELECT 1 FROM expected_writes w
  WHERE w.user = r.user AND w.field = r.field AND w.item = r.item
)
UNION ALL
SELECT user, field, item, event, entry, 'written' FROM expected_writes

view expected_writes
CREATE VIEW expected_writes AS
SELECT w.user, w.field, w.item, w.event, w.entry
FROM projected_write p
JOIN projected_written w ON w.user = p.user AND w.field = p.field AND w.item = p.item
JOIN event e ON e.id = w.event
LEFT JOIN projected_row r ON r.intended = e.entry
WHERE w.entry = (
  SELECT max(x.entry) FROM projected_written x
  WHERE x.user = w.user AND x.field = w.field AND x.item = w.item
)
-- A write from before the last response is no longer expected.
AND min(coalesce(r.sent, w.entry), w.entry) > coalesce((
  SELECT g.entry FROM projected_observation g
  JOIN scope_field f ON f.scope = g.scope AND f.field = w.field
  WHERE g.user = w.user ORDER BY g.entry DESC LIMIT 1
), 0)

view fields
CREATE VIEW fields AS
SELECT
  f.id AS field_number, f.system, f.code AS field, d.write_code, d.name, d.group_code,
  d.group_name, d.is_detail, d.type, d.is_derived, p.is_removed, d.position
FROM projected_field p
JOIN field f ON f.id = p.field
JOIN description d ON d.id = p.description

view history
CREATE VIEW history AS
SELECT
  u.system, h.user AS user_number, u.user, f.code AS field, h.item, h.entry, s.ordinal, s.presence,
  s.value, s.label, s.changed, a.operation, a.recorded_at,
  (SELECT b.recorded_at FROM entry m JOIN append b ON b.id = m.append WHERE m.id = h.observed_before)
    AS last_observed_before
FROM cell_events h
JOIN field f ON f.id = h.field
JOIN users u ON u.user_number = h.user
JOIN stored_events s ON s.event = h.event
JOIN entry n ON n.id = h.entry
JOIN append a ON a.id = n.append

view imports
CREATE VIEW imports AS
SELECT
  i.operation, o.system,
  CASE WHEN t.id IS NULL THEN '(erased)' ELSE CAST(t.content AS TEXT) END AS file,
  lower(hex(i.digest)) AS sha256, i.captured_at
FROM import i
JOIN operation o ON o.id = i.operation
LEFT JOIN personal_text t ON t.id = i.file

view last_observations
CREATE VIEW last_observations AS
SELECT
  u.system, g.user AS user_number, u.user, u.has_left, i.code AS field, g.entry,
  (SELECT a.recorded_at FROM entry n JOIN append a ON a.id = n.append WHERE n.id = g.entry)
    AS last_observed
FROM projected_observation g
JOIN scope_field f ON f.scope = g.scope
JOIN field i ON i.id = f.field
JOIN users u ON u.user_number = g.user
WHERE NOT EXISTS (
  SELECT 1 FROM projected_observation o
  JOIN scope_field k ON k.scope = o.scope AND k.field = f.field
  WHERE o.user = g.user AND o.entry > g.entry
)

view last_responses
CREATE VIEW last_responses AS
SELECT
  u.system, g.user AS user_number, u.user, u.has_left, g.scope, g.entry,
  (SELECT a.recorded_at FROM entry n JOIN append a ON a.id = n.append WHERE n.id = g.entry)
    AS recorded_at
FROM projected_observation g
JOIN users u ON u.user_number = g.user

view links
CREATE VIEW links AS
SELECT
  CAST(d.key AS TEXT) AS dingtalk, CAST(m.key AS TEXT) AS maycur, l.source, l.entry,
  a.recorded_at AS since
FROM projected_link l
JOIN personal_user d ON d.id = l.dingtalk
JOIN personal_user m ON m.id = l.maycur
JOIN entry n ON n.id = l.entry
JOIN append a ON a.id = n.append

view lists
CREATE VIEW lists AS
SELECT g.entry, o.system, a.operation, g.listed, g.missing, g.accepted, a.recorded_at
FROM enumeration g
JOIN entry n ON n.id = g.entry
JOIN append a ON a.id = n.append
JOIN operation o ON o.id = a.operation

view memberships
CREATE VIEW memberships AS
SELECT
  u.system, u.user_number, u.user,
  CASE n.kind WHEN 5 THEN 'joined' WHEN 6 THEN 'left' ELSE 'rejoined' END AS kind,
  n.id AS entry, a.operation, a.recorded_at,
  (
    SELECT b.recorded_at FROM enumeration g JOIN entry m ON m.id = g.entry
    JOIN append b ON b.id = m.append JOIN operation o ON o.id = b.operation
    WHERE g.entry < a.first_entry AND o.system = u.system ORDER BY g.entry DESC LIMIT 1
  ) AS list_before
FROM entry n
JOIN append a ON a.id = n.append
JOIN users u ON u.user_number = n.user
WHERE n.kind IN (5, 6, 7)

view observations
CREATE VIEW observations AS
SELECT
  n.id AS entry, a.operation, u.system, u.user_number, u.user,
  CASE n.kind WHEN 0 THEN 'fetched' WHEN 1 THEN 'notReturned' ELSE 'imported' END AS kind,
  a.asked_at, a.received_at, a.recorded_at,
  (SELECT count(*) FROM scope_field f WHERE f.scope = a.asked) AS fields_asked,
  CASE WHEN n.kind = 1 THEN 0
    ELSE (SELECT count(*) FROM scope_field f WHERE f.scope = a.scope) END AS fields_answered,
  n.returned AS values_returned, x.code, CAST(m.content AS TEXT) AS message
FROM entry n
JOIN append a ON a.id = n.append
JOIN users u ON u.user_number = n.user
LEFT JOIN not_returned x ON x.entry = n.id
LEFT JOIN personal_text m ON m.id = x.message
WHERE n.kind IN (0, 1, 18)

view operations
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
  (SELECT sum(entries) FROM append WHERE operation = o.id) AS entries,
  CASE WHEN o.request_key IS NOT NULL THEN coalesce(
    (SELECT CAST(k.content AS TEXT) FROM personal_text k WHERE k.id = o.request_key), '(erased)')
    END AS request_key
FROM operation o
LEFT JOIN personal_text a ON a.id = o.actor
LEFT JOIN personal_text c ON c.id = o.claimed_actor
LEFT JOIN personal_text r ON r.id = o.reason
LEFT JOIN personal_text t ON t.id = o.ticket
LEFT JOIN personal_text p ON p.id = o.parameters
LEFT JOIN closing e ON e.operation = o.id

view options
CREATE VIEW options AS
SELECT f.system, f.code AS field, d.name AS field_name, c.position, c.value, c.label
FROM projected_field p
JOIN field f ON f.id = p.field
JOIN description d ON d.id = p.description
JOIN option c ON c.description = d.id
WHERE NOT p.is_removed

view overrides
CREATE VIEW overrides AS
SELECT l.operation, o.kind, o.system, l.name, l.configured, l.used, o.actor, o.reason, o.opened_at
FROM limit_override l
JOIN operations o ON o.operation = l.operation

view proposals
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
LEFT JOIN personal_text r ON r.id = o.reason

view read_position
CREATE VIEW read_position AS
SELECT
  coalesce(max(e.id), 0) AS entry,
  (SELECT recorded_at FROM append ORDER BY id DESC LIMIT 1) AS recorded_at,
  CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) AS at
FROM entry e

view roster
CREATE VIEW roster AS
SELECT
  u.system, r.user AS user_number, u.user, u.has_left, r.field AS field_number, f.code AS field,
  (SELECT d.name FROM projected_field p JOIN description d ON d.id = p.description
    WHERE p.field = r.field) AS field_name, r.item,
  s.presence, s.value, s.label, r.entry,
  (SELECT a.recorded_at FROM entry n JOIN append a ON a.id = n.append WHERE n.id = r.entry) AS since
FROM projected_roster r
JOIN field f ON f.id = r.field
JOIN users u ON u.user_number = r.user
JOIN stored_events s ON s.event = r.event
WHERE NOT r.is_gone

view scopes
CREATE VIEW scopes AS
SELECT f.scope, i.system, f.field AS field_number, i.code AS field
FROM scope_field f
JOIN field i ON i.id = f.field

view set_asides
CREATE VIEW set_asides AS
SELECT
  s.entry, e.operation, e.system, s.part, s.people, e.user_number, e.user, s.field, s.problem,
  e.recorded_at
FROM set_aside s
JOIN entries e ON e.entry = s.entry

view stored_events
CREATE VIEW stored_events AS
SELECT
  event, entry, ordinal, user_number, field, item, changed, presence, value, label,
  CASE presence WHEN 'value' THEN CASE value WHEN '' THEN '""' ELSE value END
    WHEN 'emptyList' THEN '(empty list)' ELSE '(' || presence || ')' END
  || CASE WHEN label <> '' AND label IS NOT value THEN ' (' || label || ')' ELSE '' END AS words
FROM (
  SELECT
    e.id AS event, e.entry, e.ordinal,
    (SELECT n.user FROM entry n WHERE n.id = e.entry) AS user_number,
    (SELECT f.code FROM field f WHERE f.id = e.field) AS field, e.item, e.changed,
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
)

view tokens
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
LEFT JOIN revocation r ON r.token = t.entry

view users
CREATE VIEW users AS
SELECT
  u.id AS user_number, u.system,
  coalesce(
    (SELECT CAST(p.key AS TEXT) FROM personal_user p WHERE p.id = u.id), 'erased#' || u.id
  ) AS user,
  CASE WHEN EXISTS (SELECT 1 FROM personal_user p WHERE p.id = u.id)
    THEN coalesce((SELECT m.has_left FROM projected_membership m WHERE m.user = u.id), 0)
    ELSE 1 END AS has_left,
  (SELECT m.entry FROM projected_membership m WHERE m.user = u.id) AS membership_entry
FROM user u

view writes
CREATE VIEW writes AS
SELECT
  q.operation, q.intended, u.system, u.user_number, u.user, s.field, d.name AS field_name, e.item,
  s.entry || '.' || s.ordinal AS event,
  CASE w.action WHEN 0 THEN 'set' WHEN 1 THEN 'clear' ELSE 'append' END AS action, w.is_implied,
  CASE w.reversibility WHEN 0 THEN 'exact' WHEN 1 THEN 'residual' WHEN 2 THEN 'unproven'
    ELSE 'irreversible' END AS reversibility,
  (SELECT b.presence FROM stored_events b WHERE b.event = w.base) AS from_presence,
  (SELECT b.value FROM stored_events b WHERE b.event = w.base) AS from_value,
  (SELECT b.label FROM stored_events b WHERE b.event = w.base) AS from_label,
  (SELECT b.words FROM stored_events b WHERE b.event = w.base) AS from_words,
  s.presence AS to_presence, s.value AS to_value, s.label AS to_label, s.words AS to_words,
  q.status, q.settled,
  (SELECT a.recorded_at FROM entry m JOIN append a ON a.id = m.append WHERE m.id = r.sent)
    AS sent_at,
  EXISTS (
    SELECT 1 FROM projected_write x
    WHERE x.user = n.user AND x.field = e.field AND x.item = e.item AND x.event = e.id
  ) AS is_unobserved
FROM projected_row r
JOIN intended i ON i.entry = r.intended
JOIN entry n ON n.id = r.intended
JOIN users u ON u.user_number = n.user
JOIN batch_rows q ON q.intended = r.intended
CROSS JOIN event e ON e.id BETWEEN i.first_event AND i.first_event + i.events - 1
JOIN write w ON w.event = e.id
JOIN stored_events s ON s.event = e.id
LEFT JOIN projected_field p ON p.field = e.field
LEFT JOIN description d ON d.id = p.description
