-- Until when a bridge has what is new, to tell it: a bridge that was killed meanwhile told nobody. Milliseconds since 1970 (UTC); null: nobody has it.
alter table alert add column taken_until bigint;
