-- Guards against accidents: what stands in the book stays as it is. Against attackers see the proof.

CREATE TRIGGER book_refuses_update BEFORE UPDATE ON book
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of book refused'); END;

CREATE TRIGGER book_refuses_delete BEFORE DELETE ON book
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of book refused'); END;

CREATE TRIGGER personal_text_refuses_update BEFORE UPDATE ON personal_text
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of personal_text refused'); END;

CREATE TRIGGER personal_text_refuses_delete BEFORE DELETE ON personal_text
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of personal_text refused'); END;

CREATE TRIGGER field_refuses_update BEFORE UPDATE ON field
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of field refused'); END;

CREATE TRIGGER field_refuses_delete BEFORE DELETE ON field
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of field refused'); END;

CREATE TRIGGER scope_refuses_update BEFORE UPDATE ON scope
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of scope refused'); END;

CREATE TRIGGER scope_refuses_delete BEFORE DELETE ON scope
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of scope refused'); END;

CREATE TRIGGER scope_field_refuses_update BEFORE UPDATE ON scope_field
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of scope_field refused'); END;

CREATE TRIGGER scope_field_refuses_delete BEFORE DELETE ON scope_field
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of scope_field refused'); END;

CREATE TRIGGER operation_refuses_update BEFORE UPDATE ON operation
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of operation refused'); END;

CREATE TRIGGER operation_refuses_delete BEFORE DELETE ON operation
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of operation refused'); END;

CREATE TRIGGER append_refuses_update BEFORE UPDATE ON append
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of append refused'); END;

CREATE TRIGGER append_refuses_delete BEFORE DELETE ON append
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of append refused'); END;

CREATE TRIGGER user_refuses_update BEFORE UPDATE ON user
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of user refused'); END;

CREATE TRIGGER user_refuses_delete BEFORE DELETE ON user
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of user refused'); END;

CREATE TRIGGER personal_user_refuses_update BEFORE UPDATE ON personal_user
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of personal_user refused'); END;

CREATE TRIGGER personal_user_refuses_delete BEFORE DELETE ON personal_user
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of personal_user refused'); END;

CREATE TRIGGER entry_refuses_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of entry refused'); END;

CREATE TRIGGER entry_refuses_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of entry refused'); END;

CREATE TRIGGER event_refuses_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of event refused'); END;

CREATE TRIGGER event_refuses_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of event refused'); END;

CREATE TRIGGER personal_value_refuses_update BEFORE UPDATE ON personal_value
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of personal_value refused'); END;

CREATE TRIGGER personal_value_refuses_delete BEFORE DELETE ON personal_value
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of personal_value refused'); END;

CREATE TRIGGER personal_union_refuses_update BEFORE UPDATE ON personal_union
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of personal_union refused'); END;

CREATE TRIGGER personal_union_refuses_delete BEFORE DELETE ON personal_union
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of personal_union refused'); END;

CREATE TRIGGER company_refuses_update BEFORE UPDATE ON company
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of company refused'); END;

CREATE TRIGGER company_refuses_delete BEFORE DELETE ON company
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of company refused'); END;

CREATE TRIGGER not_returned_refuses_update BEFORE UPDATE ON not_returned
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of not_returned refused'); END;

CREATE TRIGGER not_returned_refuses_delete BEFORE DELETE ON not_returned
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of not_returned refused'); END;

CREATE TRIGGER enumeration_refuses_update BEFORE UPDATE ON enumeration
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of enumeration refused'); END;

CREATE TRIGGER enumeration_refuses_delete BEFORE DELETE ON enumeration
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of enumeration refused'); END;

CREATE TRIGGER description_refuses_update BEFORE UPDATE ON description
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of description refused'); END;

CREATE TRIGGER description_refuses_delete BEFORE DELETE ON description
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of description refused'); END;

CREATE TRIGGER option_refuses_update BEFORE UPDATE ON option
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of option refused'); END;

CREATE TRIGGER option_refuses_delete BEFORE DELETE ON option
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of option refused'); END;

CREATE TRIGGER closing_refuses_update BEFORE UPDATE ON closing
BEGIN SELECT RAISE(ABORT, 'the book is immutable: update of closing refused'); END;

CREATE TRIGGER closing_refuses_delete BEFORE DELETE ON closing
BEGIN SELECT RAISE(ABORT, 'the book is immutable: delete of closing refused'); END;

CREATE TRIGGER entry_refuses_gaps BEFORE INSERT ON entry
WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM entry)
BEGIN SELECT RAISE(ABORT, 'the book has no gaps: an entry out of order refused'); END;
