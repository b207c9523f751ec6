-- Codes that the tables in mappings/codes do not translate, and in how many messages they stand.
create table unmapped_code (
    code_key     varchar(32) primary key, -- of SHA-256 of the three that follow
    code_table   varchar(200) not null,
    system       varchar(200) not null,
    code         varchar(200) not null,
    messages     bigint       not null,
    first_seen   timestamp(6) with time zone not null,
    last_seen    timestamp(6) with time zone not null,
    last_message bigint       not null
);

-- The keys of what was counted for this message, so that a replay neither doubles a count nor leaves one behind.
alter table message add column unmapped varchar;
