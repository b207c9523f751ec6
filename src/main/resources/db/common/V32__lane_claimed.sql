-- Whose lease ended is asked for while many wait: of all lanes only those in work are read.
create index lane_claimed on lane (claimed_by);
