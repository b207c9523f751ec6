-- How many messages there are, kept by every transaction that changes it. The rows of a source and a state are added up:
-- shard only keeps transactions from waiting for each other.
create table message_count (
    source   varchar(100) not null,
    state    varchar(10)  not null,
    shard    integer      not null,
    messages bigint       not null,
    primary key (source, state, shard)
);
insert into message_count (source, state, shard, messages) select source, state, 0, count(*) from message group by source, state;
