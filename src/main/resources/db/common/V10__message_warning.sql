-- What the steps had to say of a message when it ended (JSON, holds no values of the message), and its warnings by code.
alter table message add column issues varchar;

create table message_warning (
    code       varchar(60) not null, -- * for each message that has any
    message_id bigint      not null references message (id) on delete cascade,
    primary key (code, message_id)
);
create index message_warning_message on message_warning (message_id);
