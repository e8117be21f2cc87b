-- Calls of customers' servers that may not be repeated, noted before they are made: without an answer in tool_calls their outcome is unknown.
create table tool_calls_begun (
    conversation_id text        not null,
    tool_call_id    text        not null,
    created_at      timestamptz not null default now(),
    primary key (conversation_id, tool_call_id)
);
create index tool_calls_begun_age on tool_calls_begun (created_at);
