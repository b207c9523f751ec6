-- Messages of which something may be on the platform that no link tells of: the answer to a write was lost, or a worker stopped in
-- the middle. Until they end. Times are milliseconds since 1970 (UTC).
create table in_doubt (
    message_id bigint primary key references message (id) on delete cascade,
    since      bigint not null
);
