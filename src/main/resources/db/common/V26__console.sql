-- What was sent for a message and what the platform answered, in the last attempt that sent anything; as message_payload encrypted, or not.
create table message_conversation (
    message_id bigint      primary key references message (id) on delete cascade,
    at         ${time}     not null,
    key_id     varchar(64) references encryption_key (key_id),
    content    ${bytes}    not null
);
create index message_conversation_at on message_conversation (at);
create index message_conversation_key on message_conversation (key_id);

-- In which messages an unmapped code stood when they were mapped last; message.unmapped, which said it before, is read no more.
create table message_unmapped (
    code_key   varchar(32) not null, -- that of unmapped_code
    message_id bigint      not null references message (id) on delete cascade,
    primary key (code_key, message_id)
);
create index message_unmapped_message on message_unmapped (message_id);
insert into message_unmapped (code_key, message_id)
    select c.code_key, m.id from unmapped_code c join message m on m.unmapped like '%' || c.code_key || '%';

-- The newest that failed for a code; and what failed by cause, in the order in which causes are counted. The cause's element and code as failure_cause
-- has them, null in place of empty.
alter table message add column cause_element varchar(250);
alter table message add column cause_code varchar(32);
update message set
    cause_element = (select nullif(c.element, '') from failure_cause c where c.message_id = message.id),
    cause_code = (select nullif(c.code_key, '') from failure_cause c where c.message_id = message.id)
    where error_code is not null;
create index message_failed on message (state, error_code, id) ${failed};
create index message_cause on message (state, error_code, source, error_step, cause_element, cause_code, subject, id) ${failed};

-- Who is signed in to the console, or on the way to the SSO. Times are milliseconds since 1970 (UTC).
create table console_session (
    session_key varchar(64) primary key, -- SHA-256 of what the browser's cookie holds
    created_at  bigint      not null,
    seen_at     bigint      not null,
    ends_at     bigint      not null,
    key_id      varchar(64),             -- of encryption_key; a session that does not open is none
    content     ${bytes}    not null
);
create index console_session_ends on console_session (ends_at);
