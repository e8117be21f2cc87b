-- How long the caller waited for each answer of the agent, in milliseconds from the end of his speech; null: unknown.
alter table turns
    add column transcript_ms bigint,
    add column turn_ms bigint,
    add column model_words_ms bigint,
    add column first_sound_ms bigint,
    add column sent_ms bigint,
    -- the gateway's, on the wire
    add column heard_ms bigint;

-- How the caller's audio reached the gateway, and how long he waited on the wire; null where nothing was heard.
alter table call_facts
    add column packets bigint,
    add column packets_lost bigint,
    add column jitter_ms double precision,
    add column mos double precision,
    add column answers integer,
    add column answer_p50_ms integer,
    add column answer_p95_ms integer,
    add column answer_max_ms integer;
