-- By which keys of the hospital a message is found: HMAC-SHA-256, nothing of it can be read or guessed without the key below.
create table message_key (
    hmac       varchar(64) not null,
    message_id bigint      not null references message (id) on delete cascade,
    primary key (hmac, message_id)
);
create index message_key_message on message_key (message_id);

-- The key of those, one for the ledger's whole life; encrypted when the ledger is.
create table search_key (
    id      integer      primary key,
    key_id  varchar(64)  references encryption_key (key_id),
    content varchar(300) not null
);
