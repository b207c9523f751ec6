-- What of the linked resource's content came from us: short hashes, nothing of it can be read.
alter table link add column owned varchar;
