-- What models cost: one row for each answer, under its own id, so that writing it twice changes nothing.
create table model_usage (
    id                  uuid         primary key,
    conversation_id     varchar(100) not null,
    at                  timestamptz  not null,
    model               text         not null,
    input_tokens        bigint       not null,
    output_tokens       bigint       not null,
    input_audio_tokens  bigint       not null,
    output_audio_tokens bigint       not null,
    cached_tokens       bigint       not null,
    cached_audio_tokens bigint       not null,
    audio_ms            bigint       not null,
    characters          bigint       not null,
    -- version of session-config-service's price table; null: none could be read
    price_version       integer,
    -- without margin, in USD; null: no price
    cost_usd            numeric(20, 10)
);
create index model_usage_conversation on model_usage (conversation_id);

-- The terms of a conversation, fixed when it is opened.
alter table conversations
    add column cost_currency   text,
    add column margin_pct      numeric(9, 3),
    add column exchange_rate   numeric(20, 8),
    add column rate_known      boolean,
    add column twilio          boolean,
    add column telecom_per_min numeric(12, 6);
