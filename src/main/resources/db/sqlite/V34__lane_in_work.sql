-- Lanes in work are few; those that wait need no place in the index of who has them.
drop index lane_claimed;
create index lane_claimed on lane (claimed_by) where claimed_by is not null;
