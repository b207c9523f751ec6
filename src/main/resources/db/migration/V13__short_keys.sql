-- Keys of 16 bytes, the first of their SHA-256, in place of its 64 digits: what does not order anything only has to be told apart.
alter table received_key alter column source_key set data type uuid using cast(substring(source_key, 1, 32) as uuid);
alter table message alter column lane_key set data type uuid using cast(substring(lane_key, 1, 32) as uuid);
alter table due_message alter column lane_key set data type uuid using cast(substring(lane_key, 1, 32) as uuid);
alter table lane alter column lane_key set data type uuid using cast(substring(lane_key, 1, 32) as uuid);
alter table link alter column link_key set data type uuid using cast(substring(link_key, 1, 32) as uuid);
-- Who works with a key now holds it for seconds; nobody does while the tables change.
delete from link_reservation;
alter table link_reservation alter column link_key set data type uuid using cast(link_key as uuid);
