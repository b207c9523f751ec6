-- What a link's key is made of: 1 as before, 2 so that those of one order lie together. Keys cannot be read back, so links of
-- before are found under both until they are saved again.
alter table link add column key_kind integer not null default 1;
create index link_ungrouped on link (key_kind) where key_kind = 1;
