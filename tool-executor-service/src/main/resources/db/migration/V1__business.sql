-- SPDX-License-Identifier: Apache-2.0
-- Schema 'business': what the tools read and change. Money is numeric(10,2); phone numbers are E.164; times are timestamptz.

create table restaurants (
    id                           uuid primary key,
    account_id                   text          not null,
    version                      bigint        not null default 1,
    name                         text          not null,
    cuisine_type                 text,
    address                      text,
    city                         text,
    postal_code                  text,
    country                      text          not null default 'FR',
    phone                        text,
    timezone                     text          not null default 'Europe/Paris',
    currency                     text          not null default 'EUR',
    voice                        text          not null default 'sage',
    instructions                 text,
    opening_hours_text           jsonb         not null default '{}',
    opening_hours                jsonb         not null default '{}',
    avg_prep_time_min            integer       not null default 30 check (avg_prep_time_min between 0 and 600),
    latitude                     double precision,
    longitude                    double precision,
    delivery_enabled             boolean       not null default false,
    delivery_radius_km           numeric(6, 2),
    delivery_fee                 numeric(10, 2),
    delivery_free_above          numeric(10, 2),
    min_order_amount             numeric(10, 2),
    reservation_enabled          boolean       not null default false,
    total_seats                  integer       not null default 0,
    avg_meal_duration_min        integer       not null default 90,
    min_reservation_advance_min  integer       not null default 60,
    max_reservation_advance_days integer       not null default 30,
    order_status_enabled         boolean       not null default true,
    transfer_enabled             boolean       not null default false,
    transfer_phone_number        text,
    transfer_automatic           boolean       not null default false,
    ai_cost_margin_pct           numeric(6, 2),
    updated_at                   timestamptz   not null default now()
);
create index restaurants_account on restaurants (account_id);

create table menu_categories (
    id            uuid primary key,
    restaurant_id uuid    not null references restaurants on delete cascade,
    name          text    not null,
    display_order integer not null,
    active        boolean not null default true
);
create index menu_categories_restaurant on menu_categories (restaurant_id, display_order);

-- An item without a category is a set menu ("formule").
create table menu_items (
    id            uuid primary key,
    restaurant_id uuid           not null references restaurants on delete cascade,
    category_id   uuid references menu_categories on delete cascade,
    name          text           not null,
    description   text,
    price         numeric(10, 2) not null check (price >= 0),
    options       jsonb          not null default '[]',
    allergens     jsonb          not null default '[]',
    available     boolean        not null default true,
    display_order integer        not null
);
create index menu_items_restaurant on menu_items (restaurant_id, display_order);

create table customers (
    id                   uuid primary key,
    restaurant_id        uuid           not null references restaurants on delete cascade,
    phone                text           not null,
    first_name           text,
    last_name            text,
    delivery_address     text,
    delivery_city        text,
    delivery_postal_code text,
    delivery_notes       text,
    delivery_lat         numeric(9, 6),
    delivery_lng         numeric(9, 6),
    total_orders         integer        not null default 0,
    total_spent          numeric(12, 2) not null default 0,
    last_order_at        timestamptz,
    created_at           timestamptz    not null default now(),
    unique (restaurant_id, phone)
);

-- One row per restaurant: its lock orders the confirmations, so numbers rise in commit order.
create table order_counters (
    restaurant_id uuid primary key references restaurants on delete cascade,
    last_number   bigint not null
);

-- call_id is the voice server's identifier, so it has no foreign key.
create table orders (
    id                   uuid primary key,
    restaurant_id        uuid           not null references restaurants on delete cascade,
    order_number         bigint         not null,
    call_id              text,
    customer_id          uuid references customers on delete set null,
    customer_name        text,
    customer_phone       text,
    order_type           text           not null check (order_type in ('pickup', 'delivery', 'dine_in')),
    status               text           not null check (status in
                             ('pending', 'confirmed', 'preparing', 'ready', 'delivering', 'completed', 'cancelled')),
    subtotal             numeric(10, 2) not null,
    delivery_fee         numeric(10, 2) not null,
    total                numeric(10, 2) not null,
    total_sent           numeric(10, 2),
    total_mismatch       boolean        not null default false,
    payment_method       text           not null check (payment_method in ('cash', 'card', 'online')),
    notes                text           not null default '',
    delivery_address     text,
    delivery_distance_km numeric(8, 1),
    delivery_lat         numeric(9, 6),
    delivery_lng         numeric(9, 6),
    estimated_ready_at   timestamptz    not null,
    source               text           not null,
    content_hash         text           not null,
    created_at           timestamptz    not null,
    updated_at           timestamptz    not null,
    unique (restaurant_id, order_number)
);
create index orders_by_phone on orders (restaurant_id, customer_phone, order_number desc);
create index orders_by_call on orders (restaurant_id, call_id, content_hash);

create table order_lines (
    id           uuid primary key,
    order_id     uuid           not null references orders on delete cascade,
    position     integer        not null,
    menu_item_id uuid,
    name         text           not null,
    quantity     integer        not null check (quantity > 0),
    unit_price   numeric(10, 2) not null,
    line_total   numeric(12, 2) not null,
    options      jsonb          not null default '[]',
    notes        text           not null default ''
);
create index order_lines_order on order_lines (order_id, position);

create table messages (
    id            uuid primary key,
    restaurant_id uuid        not null references restaurants on delete cascade,
    call_id       text,
    caller_phone  text,
    caller_name   text,
    content       text        not null,
    category      text        not null,
    is_read       boolean     not null default false,
    is_urgent     boolean     not null default false,
    created_at    timestamptz not null
);
create index messages_newest on messages (restaurant_id, created_at desc);

create table faqs (
    id                uuid primary key,
    restaurant_id     uuid        not null references restaurants on delete cascade,
    question          text        not null,
    answer            text,
    category          text        not null default 'other',
    status            text        not null check (status in ('pending', 'answered', 'ignored')),
    ask_count         integer     not null default 1,
    last_caller_phone text,
    last_asked_at     timestamptz,
    unique (restaurant_id, question)
);

-- Exactly once: the key is inserted in the transaction of the change, with the answer that every repetition gets.
create table idempotency (
    account_id text        not null,
    operation  text        not null,
    key        text        not null,
    status     integer,
    body       text,
    created_at timestamptz not null default now(),
    primary key (account_id, operation, key)
);
create index idempotency_age on idempotency (created_at);

-- Answers of tool calls and the highest epoch seen of each conversation.
create table tool_calls (
    conversation_id text        not null,
    tool_call_id    text        not null,
    tool            text        not null,
    response        text        not null,
    created_at      timestamptz not null default now(),
    primary key (conversation_id, tool_call_id)
);
create index tool_calls_age on tool_calls (created_at);

create table conversation_epochs (
    conversation_id text primary key,
    epoch           integer     not null,
    updated_at      timestamptz not null default now()
);
create index conversation_epochs_age on conversation_epochs (updated_at);

-- Facts to publish: claimed with a lease, sent, deleted.
create table outbox (
    id            bigint generated always as identity primary key,
    msg_key       text        not null,
    type          text        not null,
    payload       text        not null,
    claimed_until timestamptz not null default '-infinity',
    created_at    timestamptz not null default now()
);
create index outbox_claimable on outbox (claimed_until, id);
