-- The cockpit lists what goes on now.
create index conversations_live on conversations (account_id, started_at desc) where ended_at is null;

-- Who of the business talks in a call, instead of the agent or with it. Whoever is not seen for some seconds is gone.
create table call_supervision (
    conversation_id text        primary key,
    account_id      text        not null,
    actor           text        not null,
    name            text        not null,
    mode            text        not null check (mode in ('joined', 'held')),
    since           timestamptz not null default now(),
    seen_at         timestamptz not null default now()
);
