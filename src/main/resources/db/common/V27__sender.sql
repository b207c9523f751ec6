-- Which system sent it, as the message itself says: a facility or an application. Null: it does not say.
alter table message add column sender varchar(50);

-- As V26 has it, and with the sender.
drop index message_cause;
create index message_cause on message (state, error_code, source, sender, error_step, cause_element, cause_code, subject, id) ${failed};
