-- Numbers (E.164) from which a restaurant takes no calls.
create table blocked_phones (
    id            uuid primary key,
    restaurant_id uuid        not null references restaurants on delete cascade,
    phone         text        not null,
    reason        text,
    created_at    timestamptz not null,
    unique (restaurant_id, phone)
);
