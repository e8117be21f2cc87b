-- SPDX-License-Identifier: Apache-2.0
-- Rooms, tables, dining services and offers, and the tables that are booked.

-- Small things that are read together and shaped by the JSON Schema of the import document: kept as that schema's documents.
create table dining_things (
    id            uuid primary key,
    restaurant_id uuid  not null references restaurants on delete cascade,
    kind          text  not null check (kind in ('room', 'table', 'service', 'offer')),
    position      bigint generated always as identity,
    document      jsonb not null
);
create index dining_things_restaurant on dining_things (restaurant_id, kind, position);

-- What a booking refers to may be deleted later, so services, offers, rooms and tables are no foreign keys.
create table reservations (
    id                 uuid primary key,
    restaurant_id      uuid        not null references restaurants on delete cascade,
    call_id            text,
    customer_id        uuid references customers on delete set null,
    customer_name      text,
    customer_phone     text        not null,
    caller_phone       text,
    party_size         integer     not null check (party_size > 0),
    reservation_time   timestamptz not null,
    end_time           timestamptz not null,
    status             text        not null check (status in
                           ('pending', 'confirmed', 'seated', 'completed', 'cancelled', 'no_show')),
    seating_preference text,
    notes              text        not null default '',
    service_id         uuid,
    offer_id           uuid,
    dining_room_id     uuid,
    table_ids          jsonb       not null default '[]',
    created_at         timestamptz not null,
    updated_at         timestamptz not null,
    check (end_time > reservation_time)
);
create index reservations_by_time on reservations (restaurant_id, reservation_time);
create index reservations_by_phone on reservations (restaurant_id, customer_phone, reservation_time);
