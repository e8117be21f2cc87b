-- SPDX-License-Identifier: Apache-2.0
-- Messages to customers: written in the transaction of what they tell, sent by whoever claims them, kept a while for the business.
create table notifications (
    id            uuid primary key,
    account_id    text        not null,
    subject       text        not null,
    kind          text        not null,
    channel       text        not null check (channel in ('sms', 'whatsapp')),
    recipient     text        not null,
    body          text        not null,
    state         text        not null check (state in ('waiting', 'sent', 'dead', 'withdrawn')),
    attempts      integer     not null default 0,
    due_at        timestamptz not null,
    claimed_until timestamptz not null default '-infinity',
    provider_id   text,
    error_code    integer,
    error         text,
    created_at    timestamptz not null,
    changed_at    timestamptz not null
);
create index notifications_due on notifications (due_at) where state = 'waiting';
create index notifications_account on notifications (account_id, created_at);
create index notifications_subject on notifications (subject);
create index notifications_recipient on notifications (recipient, changed_at) where state = 'sent';
