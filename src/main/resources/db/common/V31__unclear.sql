-- What was due when messages in doubt were not marked yet, and had no answer to its last write.
insert into in_doubt (message_id, since)
select m.id, ${now} from due_message d join message m on m.id = d.message_id
where m.error_code = 'unclear' and not exists (select 1 from in_doubt known where known.message_id = m.id);
