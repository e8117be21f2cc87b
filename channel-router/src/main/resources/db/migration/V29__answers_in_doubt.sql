-- An answer whose sending was interrupted is in doubt until its provider's list or its reports say whether it was taken.
alter table inbox drop constraint inbox_delivery_check;
alter table inbox add constraint inbox_delivery_check
    check (delivery in ('direct', 'pending', 'sending', 'in_doubt', 'sent', 'unknown', 'undeliverable'));
-- When the part of the answer that is on its way was taken for sending.
alter table inbox add column sending_since timestamptz;
-- Which part of that row's answer it is, from 0; null: not told.
alter table sent_message add column part int;

-- The next answer of a conversation waits for an earlier one that is on its way.
drop index inbox_unfinished;
create index inbox_unfinished on inbox (account_id, channel, session_id, id)
    where state in ('received', 'processing') or delivery in ('sending', 'in_doubt');
drop index inbox_delivery;
create index inbox_delivery on inbox (lease_until) where delivery in ('pending', 'sending', 'in_doubt');
