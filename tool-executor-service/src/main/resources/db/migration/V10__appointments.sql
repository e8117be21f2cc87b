-- SPDX-License-Identifier: Apache-2.0
-- Calendars of businesses that give appointments, the appointments, and what a call was told of them.

-- Services, hours, closures and questions are read together and shaped by import/calendar.schema.json.
create table calendars (
    id         uuid primary key,
    account_id text        not null,
    document   jsonb       not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index calendars_account on calendars (account_id, created_at);

-- The name and the service stay as they were told to the customer, whatever the calendar says later.
create table appointments (
    id             uuid primary key,
    calendar_id    uuid        not null references calendars on delete cascade,
    service_id     text        not null,
    service_name   text        not null,
    start_at       timestamptz not null,
    end_at         timestamptz not null,
    status         text        not null check (status in ('confirmed', 'cancelled', 'no_show', 'done')),
    customer_name  text        not null,
    customer_phone text,
    customer_email text,
    caller_phone   text,
    language       text        not null,
    call_id        text,
    cancel_reason  text,
    external_id    text,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    check (end_at > start_at)
);
create index appointments_by_time on appointments (calendar_id, start_at);

-- Slots and appointments by the short names that one call was told; they mean nothing in another call.
create table appointment_names (
    calendar_id uuid        not null references calendars on delete cascade,
    call_id     text        not null,
    name        text        not null,
    kind        text        not null check (kind in ('slot', 'booking')),
    service_id  text        not null,
    start_at    timestamptz not null,
    reference   text,
    turn        integer,
    told_at     timestamptz not null,
    primary key (calendar_id, call_id, name)
);
create index appointment_names_age on appointment_names (told_at);
