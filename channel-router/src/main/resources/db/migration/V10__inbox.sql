-- Every accepted message of a text channel. A committed row is the promise that it will be answered.
create table inbox (
    id            bigint generated always as identity primary key,
    account_id    text        not null,
    provider      text        not null,
    message_id    text        not null,
    channel       text        not null,
    session_id    text        not null,
    called        text        not null,
    sender        text,
    kind          text        not null check (kind in ('text', 'greeting')),
    body          text        not null,
    metadata      jsonb       not null,
    received_at   timestamptz not null,
    state         text        not null check (state in ('received', 'processing', 'answered', 'failed')),
    owner         text        not null,
    lease_until   timestamptz not null,
    attempts      int         not null default 0,
    reply_text    text,
    reply_action  text check (reply_action in ('say', 'transfer', 'end_call')),
    finished_at   timestamptz,
    -- direct: in the provider's HTTP response or on the open socket; the others: by the provider's own API
    delivery      text check (delivery in ('direct', 'pending', 'sending', 'sent', 'unknown', 'undeliverable')),
    parts_sent    int         not null default 0,
    push_attempts int         not null default 0,
    constraint inbox_message_once unique (account_id, provider, message_id)
);

create index inbox_conversation on inbox (account_id, channel, session_id, id);
create index inbox_unfinished on inbox (account_id, channel, session_id, id) where state in ('received', 'processing');
create index inbox_lease on inbox (lease_until) where state in ('received', 'processing');
create index inbox_delivery on inbox (lease_until) where delivery in ('pending', 'sending');
create index inbox_finished on inbox (finished_at) where finished_at is not null;
