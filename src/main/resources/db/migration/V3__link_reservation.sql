-- Who looks up and creates the record of a key right now, so that two bridges do not both create it.
-- held_until: the bridge renews it while it works; after a crash the key is free again then.
create table link_reservation (
    link_key    varchar(64) primary key,
    reservation uuid not null,
    held_until  timestamp(6) with time zone not null
);
create index link_reservation_holder on link_reservation (reservation);
