-- Who may join a web conversation. Its messages and answers are rows of inbox.
create table web_conversation (
    id               uuid primary key,
    account_id       text        not null,
    agent_token      text        not null,
    -- null: opened by POST /chat, where the unguessable id alone opens it
    secret_hash      bytea,
    -- the last row of inbox whose answer went out over GET /stream
    streamed_through bigint      not null default 0,
    created_at       timestamptz not null default now()
);

create index web_conversation_age on web_conversation (created_at);
