-- The keys that anything in this ledger is encrypted with. check_value proves that a key of that name is the right one.
create table encryption_key (
    key_id      varchar(64)  primary key,
    check_value varchar(300) not null,
    first_used  timestamp(6) with time zone not null
);

-- Null: not encrypted. A key cannot be forgotten while something needs it.
alter table message_payload add column key_id varchar(64);
alter table message_payload add constraint message_payload_key foreign key (key_id) references encryption_key (key_id);
alter table message add column error_outcome_key varchar(64);
alter table message add constraint message_outcome_key foreign key (error_outcome_key) references encryption_key (key_id);

-- For purging: what ended first, and whether a lane still points to it.
create index message_ended on message (state, ended_at);
create index lane_message on lane (message_id);
