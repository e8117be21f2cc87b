-- SPDX-License-Identifier: Apache-2.0
-- The kitchen: what a restaurant plans with, when each order cooks, what else keeps the kitchen busy, and delivery trips.

-- planning_config counts only with "enabled": true, and then over the defaults.
alter table restaurants
    add column planning_config            jsonb,
    add column check_opening_hours        boolean not null default false,
    add column availability_uses_planning boolean not null default false;

-- An order that found no free slot is accepted unscheduled: its times are null.
alter table orders
    add column order_size    text check (order_size in ('S', 'M', 'L')),
    add column cook_start_at timestamptz,
    add column handoff_at    timestamptz;
create index orders_in_kitchen on orders (restaurant_id, cook_start_at)
    where cook_start_at is not null and status not in ('completed', 'cancelled');

create table kitchen_loads (
    id            uuid primary key,
    restaurant_id uuid        not null references restaurants on delete cascade,
    type          text        not null check (type in ('dine_in', 'phone', 'incident', 'prep_batch', 'other')),
    intensity     text        not null check (intensity in ('low', 'medium', 'high')),
    resources     jsonb       not null,
    start_at      timestamptz not null,
    end_at        timestamptz not null check (end_at >= start_at),
    label         text        not null default '',
    created_at    timestamptz not null
);
create index kitchen_loads_by_time on kitchen_loads (restaurant_id, end_at);

create table delivery_trips (
    id            uuid primary key,
    restaurant_id uuid        not null references restaurants on delete cascade,
    status        text        not null check (status in ('planning', 'in_progress', 'completed', 'cancelled')),
    driver_name   text,
    notes         text        not null default '',
    created_at    timestamptz not null,
    started_at    timestamptz,
    ended_at      timestamptz
);
create index delivery_trips_newest on delivery_trips (restaurant_id, created_at desc);

create table delivery_stops (
    id           uuid primary key,
    trip_id      uuid    not null references delivery_trips on delete cascade,
    order_id     uuid    not null references orders on delete cascade,
    position     integer not null,
    delivered_at timestamptz,
    unique (trip_id, order_id)
);
create index delivery_stops_by_order on delivery_stops (order_id);
