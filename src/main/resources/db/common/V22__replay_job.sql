-- Replays of many messages, which any bridge carries on. Times are milliseconds since 1970 (UTC).
create table replay_job (
    id         bigint        primary key,
    who        varchar(400)  not null,
    why        varchar(2000),
    selection  varchar       not null, -- JSON: which messages, frozen
    from_step  varchar(20)   not null, -- transform, or receive
    rate       varchar(30),            -- messages a second; null: as fast as they can be made due
    total      bigint        not null, -- messages that were selected when it began
    up_to      bigint        not null, -- the highest message number when it began
    reached    bigint        not null, -- the highest message number that was made due
    replayed   bigint        not null,
    state      varchar(10)   not null, -- running, paused, cancelled, done
    created_at bigint        not null,
    changed_at bigint        not null,
    next_at    bigint        not null
);
create index replay_job_state on replay_job (state, next_at);

-- Which messages a job made due; a message that was purged since is still counted by it.
create table replay_job_message (
    job_id     bigint not null references replay_job (id) on delete cascade,
    message_id bigint not null,
    primary key (job_id, message_id)
);
