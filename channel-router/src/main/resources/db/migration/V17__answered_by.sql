-- Who answered a call that we placed: human, machine, unknown; null for every other conversation.
alter table conversations add column answered_by varchar(16);
