-- Which bridge reads a source that only one may read at a time. A term is one run of a bridge: names may be used again.
create table reader_lease (
    source     varchar(300) primary key,
    holder     varchar(300) not null,
    term       uuid         not null,
    held_until timestamp(6) with time zone not null
);

-- How far a source is read whose own side does not remember it. Begun_at is the setting that it was begun with.
create table source_progress (
    source     varchar(300) primary key,
    begun_at   varchar(300) not null,
    reached    varchar(300) not null,
    changed_at timestamp(6) with time zone not null
);
