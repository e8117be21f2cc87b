-- SPDX-License-Identifier: Apache-2.0
-- The business's record of each conversation, and what the telephone side tells of a call.

-- call_id is the voice server's identifier; a voice server without one gets the record's own id.
create table calls (
    id                  uuid primary key,
    restaurant_id       uuid        not null references restaurants on delete cascade,
    call_id             text        not null,
    channel             text        not null check (channel in ('voice', 'whatsapp', 'web', 'sms')),
    caller_phone        text,
    outcome             text        not null check (outcome in
                            ('transferred', 'order_placed', 'reservation_placed', 'message_left', 'error',
                             'info_only', 'abandoned', 'in_progress')),
    started_at          timestamptz not null,
    ended_at            timestamptz,
    duration_sec        integer,
    end_reason          text,
    transcript          text,
    ai_model            text,
    input_tokens        bigint,
    output_tokens       bigint,
    input_audio_tokens  bigint,
    output_audio_tokens bigint,
    cost_ai             numeric(12, 4),
    cost_telecom        numeric(12, 4),
    cost_google         numeric(12, 4),
    cost_currency       text,
    updated_at          timestamptz not null,
    unique (restaurant_id, call_id)
);
create index calls_newest on calls (restaurant_id, started_at desc, id);
create index calls_running on calls (restaurant_id) where outcome = 'in_progress';

-- No foreign key: the gateway tells before, or without, the conversation's record.
create table call_facts (
    call_id          text primary key,
    direction        text,
    answered_at      timestamptz,
    talk_ms          bigint,
    transfer_outcome text,
    seen_at          timestamptz not null
);
create index call_facts_age on call_facts (seen_at);

-- What came of a call is asked by its id.
create index reservations_by_call on reservations (restaurant_id, call_id) where call_id is not null;
create index messages_by_call on messages (restaurant_id, call_id) where call_id is not null;
