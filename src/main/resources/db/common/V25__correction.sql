-- Messages that a person wrote in the place of others, which stay as they are.
create table correction (
    message_id bigint        primary key references message (id) on delete cascade,
    corrects   bigint        not null, -- number of the other message, which may be purged
    who        varchar(400)  not null,
    why        varchar(2000) not null
);
create index correction_corrects on correction (corrects);
