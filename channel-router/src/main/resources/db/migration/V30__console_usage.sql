-- What the technician console's models and recognisers used, with its price of the moment.
create table console_usage (
    id            uuid           primary key,
    account_id    text           not null,
    session_id    text           not null,
    at            timestamptz    not null default clock_timestamp(),
    model         text           not null,
    input_tokens  bigint         not null,
    output_tokens bigint         not null,
    cached_tokens bigint         not null,
    audio_ms      bigint         not null,
    characters    bigint         not null,
    price_version integer,
    -- without margin; null: it has no price
    cost_usd      numeric(20, 10),
    foreign key (account_id, session_id) references console_session (account_id, id) on delete cascade
);
create index console_usage_session on console_usage (account_id, session_id);
