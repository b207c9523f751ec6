-- Until when each way of alerting has told what happened. Times are milliseconds since 1970 (UTC).
create table alert (
    channel    varchar(20) primary key, -- webhook, mail
    told_until bigint      not null
);
