-- Guards against accidents: rows of the log are neither updated nor deleted, except that an erasure may
-- delete what it has replaced. The proof guards against attackers.

CREATE TRIGGER ledger_refuses_update BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of ledger refused'); END;

CREATE TRIGGER ledger_refuses_delete BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of ledger refused'); END;

CREATE TRIGGER personal_text_refuses_update BEFORE UPDATE ON personal_text
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of personal_text refused'); END;

CREATE TRIGGER personal_text_refuses_delete BEFORE DELETE ON personal_text
WHEN NOT EXISTS (SELECT 1 FROM erased_text WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of personal_text refused'); END;

CREATE TRIGGER field_refuses_update BEFORE UPDATE ON field
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of field refused'); END;

CREATE TRIGGER field_refuses_delete BEFORE DELETE ON field
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of field refused'); END;

CREATE TRIGGER scope_refuses_update BEFORE UPDATE ON scope
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of scope refused'); END;

CREATE TRIGGER scope_refuses_delete BEFORE DELETE ON scope
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of scope refused'); END;

CREATE TRIGGER scope_field_refuses_update BEFORE UPDATE ON scope_field
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of scope_field refused'); END;

CREATE TRIGGER scope_field_refuses_delete BEFORE DELETE ON scope_field
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of scope_field refused'); END;

CREATE TRIGGER operation_refuses_update BEFORE UPDATE ON operation
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of operation refused'); END;

CREATE TRIGGER operation_refuses_delete BEFORE DELETE ON operation
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of operation refused'); END;

CREATE TRIGGER append_refuses_update BEFORE UPDATE ON append
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of append refused'); END;

CREATE TRIGGER append_refuses_delete BEFORE DELETE ON append
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of append refused'); END;

CREATE TRIGGER user_refuses_update BEFORE UPDATE ON user
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of user refused'); END;

CREATE TRIGGER user_refuses_delete BEFORE DELETE ON user
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of user refused'); END;

CREATE TRIGGER personal_user_refuses_update BEFORE UPDATE ON personal_user
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of personal_user refused'); END;

CREATE TRIGGER personal_user_refuses_delete BEFORE DELETE ON personal_user
WHEN NOT EXISTS (SELECT 1 FROM erased_user WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of personal_user refused'); END;

CREATE TRIGGER entry_refuses_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of entry refused'); END;

CREATE TRIGGER entry_refuses_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of entry refused'); END;

CREATE TRIGGER event_refuses_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of event refused'); END;

CREATE TRIGGER event_refuses_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of event refused'); END;

CREATE TRIGGER personal_value_refuses_update BEFORE UPDATE ON personal_value
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of personal_value refused'); END;

CREATE TRIGGER personal_value_refuses_delete BEFORE DELETE ON personal_value
WHEN NOT EXISTS (SELECT 1 FROM erased_value WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of personal_value refused'); END;

CREATE TRIGGER personal_union_refuses_update BEFORE UPDATE ON personal_union
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of personal_union refused'); END;

CREATE TRIGGER personal_union_refuses_delete BEFORE DELETE ON personal_union
WHEN NOT EXISTS (SELECT 1 FROM erased_union WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of personal_union refused'); END;

CREATE TRIGGER company_refuses_update BEFORE UPDATE ON company
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of company refused'); END;

CREATE TRIGGER company_refuses_delete BEFORE DELETE ON company
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of company refused'); END;

CREATE TRIGGER not_returned_refuses_update BEFORE UPDATE ON not_returned
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of not_returned refused'); END;

CREATE TRIGGER not_returned_refuses_delete BEFORE DELETE ON not_returned
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of not_returned refused'); END;

CREATE TRIGGER enumeration_refuses_update BEFORE UPDATE ON enumeration
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of enumeration refused'); END;

CREATE TRIGGER enumeration_refuses_delete BEFORE DELETE ON enumeration
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of enumeration refused'); END;

CREATE TRIGGER description_refuses_update BEFORE UPDATE ON description
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of description refused'); END;

CREATE TRIGGER description_refuses_delete BEFORE DELETE ON description
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of description refused'); END;

CREATE TRIGGER option_refuses_update BEFORE UPDATE ON option
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of option refused'); END;

CREATE TRIGGER option_refuses_delete BEFORE DELETE ON option
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of option refused'); END;

CREATE TRIGGER closing_refuses_update BEFORE UPDATE ON closing
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of closing refused'); END;

CREATE TRIGGER closing_refuses_delete BEFORE DELETE ON closing
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of closing refused'); END;

CREATE TRIGGER entry_refuses_gaps BEFORE INSERT ON entry
WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM entry)
BEGIN SELECT RAISE(ABORT, 'the log has no gaps: an entry out of order refused'); END;

CREATE TRIGGER intended_refuses_update BEFORE UPDATE ON intended
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of intended refused'); END;

CREATE TRIGGER intended_refuses_delete BEFORE DELETE ON intended
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of intended refused'); END;

CREATE TRIGGER write_refuses_update BEFORE UPDATE ON write
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of write refused'); END;

CREATE TRIGGER write_refuses_delete BEFORE DELETE ON write
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of write refused'); END;

CREATE TRIGGER sending_refuses_update BEFORE UPDATE ON sending
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of sending refused'); END;

CREATE TRIGGER sending_refuses_delete BEFORE DELETE ON sending
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of sending refused'); END;

CREATE TRIGGER outcome_refuses_update BEFORE UPDATE ON outcome
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of outcome refused'); END;

CREATE TRIGGER outcome_refuses_delete BEFORE DELETE ON outcome
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of outcome refused'); END;

CREATE TRIGGER skipping_refuses_update BEFORE UPDATE ON skipping
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of skipping refused'); END;

CREATE TRIGGER skipping_refuses_delete BEFORE DELETE ON skipping
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of skipping refused'); END;

CREATE TRIGGER settlement_refuses_update BEFORE UPDATE ON settlement
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of settlement refused'); END;

CREATE TRIGGER settlement_refuses_delete BEFORE DELETE ON settlement
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of settlement refused'); END;

CREATE TRIGGER limit_override_refuses_update BEFORE UPDATE ON limit_override
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of limit_override refused'); END;

CREATE TRIGGER limit_override_refuses_delete BEFORE DELETE ON limit_override
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of limit_override refused'); END;

CREATE TRIGGER behaviour_refuses_update BEFORE UPDATE ON behaviour
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of behaviour refused'); END;

CREATE TRIGGER behaviour_refuses_delete BEFORE DELETE ON behaviour
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of behaviour refused'); END;

CREATE TRIGGER import_refuses_update BEFORE UPDATE ON import
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of import refused'); END;

CREATE TRIGGER import_refuses_delete BEFORE DELETE ON import
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of import refused'); END;

CREATE TRIGGER link_refuses_update BEFORE UPDATE ON link
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of link refused'); END;

CREATE TRIGGER link_refuses_delete BEFORE DELETE ON link
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of link refused'); END;

CREATE TRIGGER proof_key_refuses_update BEFORE UPDATE ON proof_key
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of proof_key refused'); END;

CREATE TRIGGER proof_key_refuses_delete BEFORE DELETE ON proof_key
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of proof_key refused'); END;

CREATE TRIGGER tile_refuses_update BEFORE UPDATE ON tile
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of tile refused'); END;

CREATE TRIGGER tile_refuses_delete BEFORE DELETE ON tile
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of tile refused'); END;

CREATE TRIGGER checkpoint_refuses_update BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of checkpoint refused'); END;

CREATE TRIGGER checkpoint_refuses_delete BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of checkpoint refused'); END;

CREATE TRIGGER erasure_refuses_update BEFORE UPDATE ON erasure
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of erasure refused'); END;

CREATE TRIGGER erasure_refuses_delete BEFORE DELETE ON erasure
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of erasure refused'); END;

CREATE TRIGGER erased_value_refuses_update BEFORE UPDATE ON erased_value
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of erased_value refused'); END;

CREATE TRIGGER erased_value_refuses_delete BEFORE DELETE ON erased_value
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of erased_value refused'); END;

CREATE TRIGGER erased_text_refuses_update BEFORE UPDATE ON erased_text
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of erased_text refused'); END;

CREATE TRIGGER erased_text_refuses_delete BEFORE DELETE ON erased_text
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of erased_text refused'); END;

CREATE TRIGGER erased_union_refuses_update BEFORE UPDATE ON erased_union
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of erased_union refused'); END;

CREATE TRIGGER erased_union_refuses_delete BEFORE DELETE ON erased_union
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of erased_union refused'); END;

CREATE TRIGGER erased_user_refuses_update BEFORE UPDATE ON erased_user
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of erased_user refused'); END;

CREATE TRIGGER erased_user_refuses_delete BEFORE DELETE ON erased_user
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of erased_user refused'); END;

CREATE TRIGGER readmission_refuses_update BEFORE UPDATE ON readmission
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of readmission refused'); END;

CREATE TRIGGER readmission_refuses_delete BEFORE DELETE ON readmission
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of readmission refused'); END;

CREATE TRIGGER suppression_refuses_update BEFORE UPDATE ON suppression
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of suppression refused'); END;

CREATE TRIGGER suppression_refuses_delete BEFORE DELETE ON suppression
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of suppression refused'); END;

-- A number that was erased must not be used for another row.
CREATE TRIGGER personal_text_refuses_reuse BEFORE INSERT ON personal_text
WHEN EXISTS (SELECT 1 FROM erased_text WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the log is immutable: erased text reused'); END;

CREATE TRIGGER personal_union_refuses_reuse BEFORE INSERT ON personal_union
WHEN EXISTS (SELECT 1 FROM erased_union WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the log is immutable: erased union reused'); END;

CREATE TRIGGER cosignature_refuses_update BEFORE UPDATE ON cosignature
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of cosignature refused'); END;

CREATE TRIGGER cosignature_refuses_delete BEFORE DELETE ON cosignature
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of cosignature refused'); END;

CREATE TRIGGER time_stamp_refuses_update BEFORE UPDATE ON time_stamp
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of time_stamp refused'); END;

CREATE TRIGGER time_stamp_refuses_delete BEFORE DELETE ON time_stamp
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of time_stamp refused'); END;

-- A digest is made from personal values, and SQLite may leave copies of it in the file. So the key
-- is deleted with the first value that is erased, which makes every digest useless.
CREATE TRIGGER remembered_answers_are_forgotten AFTER DELETE ON personal_value
BEGIN
  DELETE FROM remembered_key;
  DELETE FROM remembered_answer;
END;

CREATE TRIGGER dismissal_refuses_update BEFORE UPDATE ON dismissal
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of dismissal refused'); END;

CREATE TRIGGER dismissal_refuses_delete BEFORE DELETE ON dismissal
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of dismissal refused'); END;

CREATE TRIGGER set_aside_refuses_update BEFORE UPDATE ON set_aside
BEGIN SELECT RAISE(ABORT, 'the log is immutable: update of set_aside refused'); END;

CREATE TRIGGER set_aside_refuses_delete BEFORE DELETE ON set_aside
BEGIN SELECT RAISE(ABORT, 'the log is immutable: delete of set_aside refused'); END;
