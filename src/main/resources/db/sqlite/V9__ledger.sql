-- The ledger for SQLite, with what the others have from versions 1 to 6, 13 and 14. What comes after is in db/common, the same for all.
-- Times are microseconds since 1970 (UTC), keys the first 16 bytes of a SHA-256.

-- Every message that was ever received, by its source and the key that the source gave. Outlives the message.
create table received_key (
    source_key blob primary key
);

-- The keys that anything in this ledger is encrypted with. check_value proves that a key of that name is the right one.
create table encryption_key (
    key_id      varchar(64)  primary key,
    check_value varchar(300) not null,
    first_used  bigint       not null
);

-- What was received, and what became of it. An id is never given twice.
create table message (
    id                integer primary key autoincrement,
    source            varchar(100) not null,
    content_type      varchar(200) not null,
    received_at       bigint       not null,
    location          varchar,
    subject           varchar(64),
    lane_key          blob         not null,
    event_time        bigint,
    state             varchar(10)  not null check (state in ('due', 'delivered', 'superseded', 'dead')),
    attempts          integer      not null default 0,
    next_attempt_at   bigint,
    ended_at          bigint,
    error_code        varchar(100),
    error_step        varchar(100),
    error_sentence    varchar,
    error_outcome     varchar,
    mapping           varchar(300),
    mapping_version   varchar(100),
    pack              varchar(100),
    filled            varchar,
    placed            varchar,
    unmapped          varchar,
    error_outcome_key varchar(64) references encryption_key (key_id)
);
create index message_state on message (state, id);
create index message_source_state on message (source, state, id);
create index message_ended on message (state, ended_at) where ended_at is not null;
create index message_outcome_key on message (error_outcome_key) where error_outcome_key is not null;

create table message_payload (
    message_id integer primary key references message (id) on delete cascade,
    content    blob not null,
    key_id     varchar(64) references encryption_key (key_id)
);
create index message_payload_key on message_payload (key_id) where key_id is not null;

create table message_event (
    id         integer primary key,
    message_id bigint       not null references message (id) on delete cascade,
    at         bigint       not null,
    step       varchar(100) not null,
    detail     varchar,
    who        varchar(200) not null
);
create index message_event_message on message_event (message_id, id);

-- The queue: exactly the messages whose state is due.
create table due_message (
    message_id integer primary key references message (id) on delete cascade,
    lane_key   blob not null
);
create index due_message_lane on due_message (lane_key, message_id);

-- One row for each subject that has due messages; who holds the row holds the subject.
create table lane (
    lane_key   blob primary key,
    message_id bigint not null references message (id) on delete cascade,
    ready_at   bigint not null,
    claim      blob,
    claimed_by varchar(200)
);
create index lane_ready on lane (ready_at, message_id);
create index lane_message on lane (message_id);

-- Which source record lives where on the platform.
create table link (
    link_key      blob primary key,
    resource_type varchar(64) not null,
    server_id     varchar(64) not null,
    version       varchar(64),
    event_time    bigint,
    status_rank   integer     not null,
    saved_at      bigint      not null,
    owned         varchar
);

-- Codes that the tables in mappings/codes do not translate, and in how many messages they stand.
create table unmapped_code (
    code_key     varchar(32)  primary key,
    code_table   varchar(200) not null,
    system       varchar(200) not null,
    code         varchar(200) not null,
    messages     bigint       not null,
    first_seen   bigint       not null,
    last_seen    bigint       not null,
    last_message bigint       not null
);

-- How far a source is read whose own side does not remember it.
create table source_progress (
    source     varchar(300) primary key,
    begun_at   varchar(300) not null,
    reached    varchar(300) not null,
    changed_at bigint       not null
);

-- How many messages there are, kept by every transaction that changes it.
create table message_count (
    source   varchar(100) not null,
    state    varchar(10)  not null,
    shard    integer      not null,
    messages bigint       not null,
    primary key (source, state, shard)
);
