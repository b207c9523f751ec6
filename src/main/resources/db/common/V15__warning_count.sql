-- How many messages have a warning, as message_count: kept by every transaction that changes it.
create table warning_count (
    code     varchar(60) not null,
    shard    integer     not null,
    messages bigint      not null,
    primary key (code, shard)
);
insert into warning_count (code, shard, messages) select code, 0, count(*) from message_warning group by code;
