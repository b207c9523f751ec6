-- Who did what to what, for ever. Rows are only added; each holds the hash of the one before it.
-- The time is text (RFC 3339, UTC), as it went into the hash.
create table audit_entry (
    seq      bigint        primary key,
    at       varchar(40)   not null,
    actor    varchar(400)  not null,
    action   varchar(60)   not null,
    target   varchar(300),
    detail   varchar(2000),
    bridge   varchar(200)  not null,
    previous varchar(64)   not null,
    hash     varchar(64)   not null
);

-- The newest of them. Whoever adds one changes this row first, and so waits for the others.
create table audit_head (
    id   integer     primary key,
    seq  bigint      not null,
    hash varchar(64) not null
);
insert into audit_head (id, seq, hash) values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
