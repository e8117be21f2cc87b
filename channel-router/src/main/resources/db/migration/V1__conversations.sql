-- Conversation records. Rows come from several replicas in any order, so nothing refers to anything by foreign key;
-- every write is an upsert and may be repeated.

create table conversations (
    id             varchar(100) primary key,
    account_id     varchar(64)  not null,
    channel        varchar(16)  not null,
    session_id     text         not null,
    agent_id       varchar(64)  not null,
    agent_name     text         not null,
    restaurant_id  varchar(64),
    caller         varchar(32),
    language       varchar(16)  not null,
    degraded       boolean      not null,
    started_at     timestamptz  not null,
    last_at        timestamptz  not null,
    ended_at       timestamptz,
    end_category   varchar(16),
    end_slug       varchar(64)
);
create index conversations_of_account on conversations (account_id, started_at desc, id);
create index conversations_open on conversations (channel, last_at) where ended_at is null;

create table turns (
    conversation_id varchar(100) not null,
    number          integer      not null,
    role            varchar(8)   not null,
    input           varchar(8),
    text            text         not null,
    heard_text      text,
    at              timestamptz  not null,
    first_words_ms  bigint,
    whole_ms        bigint,
    primary key (conversation_id, number)
);

create table tool_calls (
    conversation_id varchar(100) not null,
    number          integer      not null,
    tool_call_id    varchar(100) not null,
    tool            text         not null,
    arguments       jsonb        not null,
    result          jsonb        not null,
    outcome         varchar(16)  not null,
    at              timestamptz  not null,
    took_ms         bigint       not null,
    primary key (conversation_id, number)
);

-- What the gateway saw of a call; known by the call id even when no record was ever opened.
create table call_facts (
    call_id        varchar(100) primary key,
    direction      varchar(16),
    gateway        varchar(100),
    worker_id      varchar(100),
    codec          varchar(32),
    offered_at     timestamptz,
    ringing_at     timestamptz,
    answered_at    timestamptz,
    ended_at       timestamptz,
    refused_status integer,
    end_category   varchar(16),
    end_slug       varchar(64),
    duration_ms    bigint
);

-- Events to be sent, written in the transaction of the change that they tell.
create table outbox (
    id            bigint generated always as identity primary key,
    event_id      varchar(150) not null unique,
    topic         varchar(64)  not null,
    msg_key       varchar(100) not null,
    type          varchar(100) not null,
    payload       text         not null,
    claimed_until timestamptz  not null default '-infinity'
);
