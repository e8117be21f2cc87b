-- What came while the agent was busy is answered together: these rows wait for the answer of that one.
alter table inbox add column joined_to bigint;
create index inbox_joined on inbox (joined_to) where joined_to is not null;

-- What a provider took of us, and what it says became of it. Holds no words and no numbers.
create table sent_message (
    provider    text        not null,
    message_id  text        not null,
    -- null: not an answer of ours, or its report came first
    inbox_id    bigint,
    status      text        not null check (status in ('accepted', 'queued', 'sent', 'failed', 'delivered', 'read')),
    error_code  text,
    changed_at  timestamptz not null default now(),
    primary key (provider, message_id)
);
create index sent_message_age on sent_message (changed_at);
create index sent_message_of_inbox on sent_message (inbox_id);

-- Who asked by SMS for no more SMS of this account.
create table sms_opt_out (
    account_id text        not null,
    number     text        not null,
    at         timestamptz not null default now(),
    primary key (account_id, number)
);
