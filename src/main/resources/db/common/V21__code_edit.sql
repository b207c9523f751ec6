-- Rows of code tables that were edited at the console; they stand over those of the files. Times are milliseconds since 1970 (UTC).
create table code_version (
    version bigint        primary key,
    who     varchar(400)  not null,
    why     varchar(2000) not null,
    at      bigint        not null
);

-- What each version changed. Of a row counts what the highest version says; without columns it is taken back.
create table code_row (
    version    bigint       not null references code_version (version),
    code_table varchar(200) not null,
    source     varchar(200) not null, -- who coined the code; empty: everybody
    from_text  varchar(200) not null,
    columns    varchar,               -- JSON
    primary key (version, code_table, source, from_text)
);

-- What is not published yet; nothing goes by it but a dry run.
create table code_draft (
    code_table varchar(200) not null,
    source     varchar(200) not null,
    from_text  varchar(200) not null,
    columns    varchar      not null, -- JSON
    who        varchar(400) not null,
    changed_at bigint       not null,
    primary key (code_table, source, from_text)
);
