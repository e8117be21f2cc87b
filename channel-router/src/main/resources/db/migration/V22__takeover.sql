-- People of the business who go on with written conversations.
create table takeover (
    id              uuid        primary key,
    account_id      text        not null,
    -- c:<channel>:<session id>, or p:<number> where the agent keeps a person's channels together
    thread          text        not null,
    conversation_id text        not null,
    language        text        not null,
    state           text        not null check (state in ('waiting', 'held', 'missed', 'callback', 'over')),
    reason          text        not null,
    -- the agent's words for whoever comes
    note            text,
    -- what the person was told, in the turn of which message
    words           text,
    asked_in        text,
    asked_at        timestamptz not null default now(),
    -- the person is told when nobody came until then
    due_at          timestamptz,
    waits           boolean     not null,
    holder          text,
    holder_name     text,
    taken_at        timestamptz,
    seen_at         timestamptz,
    ended_at        timestamptz
);
-- the agent is silent: one at a time
create unique index takeover_silent on takeover (account_id, thread) where state in ('waiting', 'held');
-- what is left to do though the agent goes on: once for a conversation
create unique index takeover_left on takeover (account_id, conversation_id) where state in ('missed', 'callback');
create index takeover_open on takeover (account_id, state, asked_at) where state <> 'over';
create index takeover_due on takeover (due_at) where state = 'waiting' and due_at is not null;
create index takeover_conversation on takeover (account_id, conversation_id);

-- What a page of the inbox wants to hear of. Without words.
create table takeover_event (
    id              bigint generated always as identity primary key,
    at              timestamptz not null default clock_timestamp(),
    account_id      text        not null,
    conversation_id text        not null,
    type            text        not null
);
create index takeover_event_of_account on takeover_event (account_id, id);
create index takeover_event_age on takeover_event (at);

-- Who did what, on its way to the audit log of session-config-service: names of fields, never values.
create table audit_outbox (
    id            bigint generated always as identity primary key,
    at            timestamptz not null default clock_timestamp(),
    account_id    text        not null,
    actor         text        not null,
    action        text        not null,
    object        text        not null,
    fields        text        not null,
    claimed_until timestamptz not null default '-infinity'
);

-- What somebody of the business wrote; its delivery is in its row of the inbox.
create table staff_message (
    id              text        not null,
    account_id      text        not null,
    conversation_id text        not null,
    inbox_id        bigint      not null,
    author          text        not null,
    author_name     text        not null,
    text            text        not null,
    at              timestamptz not null default now(),
    primary key (account_id, conversation_id, id)
);

alter table inbox drop constraint inbox_kind_check;
alter table inbox add constraint inbox_kind_check check (kind in ('text', 'greeting', 'staff'));
create index inbox_staff on inbox (finished_at) where kind = 'staff';
create index conversations_of_place on conversations (account_id, channel, session_id);
create index conversations_of_person on conversations (account_id, caller) where caller is not null;
