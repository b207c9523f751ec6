-- Of a dead message: the element that is wrong (without its indexes), and the code that its table lacks. Empty: not known.
create table failure_cause (
    message_id bigint       primary key references message (id) on delete cascade,
    element    varchar(250) not null,
    code_key   varchar(32)  not null, -- that of unmapped_code
    code_table varchar(200) not null,
    system     varchar(200) not null,
    code       varchar(200) not null
);
