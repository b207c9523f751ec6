-- By which form a person asked for the replay: a form that is sent twice begins one. Null: not by a form.
alter table replay_job add column form varchar(36);
create unique index replay_job_form on replay_job (form);
