-- The newest rows of one action.
create index audit_entry_action on audit_entry (action, seq);
