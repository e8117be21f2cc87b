-- When what was said in a conversation was erased at the account's wish; null: it was not.
alter table conversations add column erased_at timestamptz;
