-- What people hold back for a while, on every bridge. Times are milliseconds since 1970 (UTC).
create table paused (
    target   varchar(300)  primary key, -- delivery, or source: and its name
    who      varchar(400)  not null,
    why      varchar(2000) not null,
    since    bigint        not null,
    ends_at  bigint                     -- null: until somebody ends it
);
