-- SPDX-License-Identifier: Apache-2.0
-- E-mails have a title and may carry a calendar file; variables fill an approved template; sender is the number that it comes from.
alter table notifications drop constraint notifications_channel_check;
alter table notifications add constraint notifications_channel_check check (channel in ('sms', 'whatsapp', 'email'));
alter table notifications add column title text;
alter table notifications add column calendar_file text;
alter table notifications add column language text;
alter table notifications add column variables text;
alter table notifications add column sender text;
alter table notifications add column provider text;
alter table notifications add column reported text;
create index notifications_provider on notifications (provider_id) where provider_id is not null;
create unique index notifications_transcript on notifications (account_id, subject, recipient) where kind = 'transcript';
