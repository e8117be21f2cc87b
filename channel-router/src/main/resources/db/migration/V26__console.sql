-- Sessions of the technician console: what was said, what was suggested, and why.
create table console_session (
    account_id        text        not null,
    id                text        not null,
    -- whose own knowledge counts beside the account's
    customer_id       text,
    technician_id     text        not null default 'unknown',
    technician_name   text,
    worksite          jsonb,
    language          text        not null default 'fr',
    status            text        not null default 'active'
        check (status in ('active', 'on_hold', 'completed', 'transferred', 'dropped')),
    muted             boolean     not null default false,
    call_sid          text,
    call_status       text,
    call_direction    text,
    from_number       text,
    to_number         text,
    answered_at       timestamptz,
    -- why the telephone company says it is over, and whether a listener was told
    end_reason        text,
    end_told          boolean     not null default true,
    started_at        timestamptz not null default now(),
    ended_at          timestamptz,
    last_at           timestamptz not null default now(),
    duration_seconds  integer,
    detected_intent   text,
    detected_entities jsonb,
    summary           text,
    acd_metadata      jsonb,
    crm_metadata      jsonb,
    primary key (account_id, id)
);
create unique index console_session_call on console_session (call_sid) where call_sid is not null;
create index console_session_age on console_session (last_at);

create table console_segment (
    id         bigint generated always as identity primary key,
    account_id text        not null,
    session_id text        not null,
    speaker    text        not null,
    role       text        not null,
    name       text        not null,
    text       text        not null,
    language   text        not null,
    confidence double precision not null,
    start_time double precision not null,
    end_time   double precision not null,
    spoken     boolean     not null,
    -- in the statistics of a call that were asked for
    counted    boolean     not null default false,
    at         timestamptz not null default clock_timestamp(),
    foreign key (account_id, session_id) references console_session (account_id, id) on delete cascade
);
create index console_segment_session on console_segment (account_id, session_id, id);

create table console_suggestion (
    id               bigint generated always as identity primary key,
    account_id       text        not null,
    session_id       text        not null,
    suggestion_type  text        not null check (suggestion_type in ('knowledge_base', 'clarification_question', 'solution')),
    title            text        not null,
    content          text        not null,
    -- of type and content: the same is suggested once in a session
    digest           text        not null,
    source_chunks    jsonb       not null,
    query_used       text        not null,
    confidence_score double precision not null,
    relevance_score  double precision not null,
    shown_to_agent   boolean     not null default false,
    agent_clicked    boolean     not null default false,
    agent_feedback   text check (agent_feedback in ('helpful', 'not_helpful', 'irrelevant')),
    created_at       timestamptz not null default clock_timestamp(),
    shown_at         timestamptz,
    clicked_at       timestamptz,
    unique (account_id, session_id, digest),
    foreign key (account_id, session_id) references console_session (account_id, id) on delete cascade
);

create table console_step (
    id           bigint generated always as identity primary key,
    account_id   text        not null,
    session_id   text        not null,
    segment_id   bigint      not null,
    agent        text        not null,
    action       text        not null,
    input        jsonb       not null,
    output       jsonb       not null,
    status       text        not null check (status in ('success', 'need_more_info', 'error', 'pending')),
    confidence   double precision not null,
    milliseconds integer     not null,
    at           timestamptz not null default clock_timestamp(),
    foreign key (account_id, session_id) references console_session (account_id, id) on delete cascade
);
create index console_step_session on console_step (account_id, session_id, id);
