-- Changes by people and programs on their way to the audit log of session-config-service: names of fields, never values.
create table audit_outbox (
    id            bigserial   primary key,
    at            timestamptz not null default clock_timestamp(),
    account_id    text        not null,
    actor         text        not null,
    action        text        not null,
    object        text        not null,
    fields        text        not null,
    claimed_until timestamptz not null default '-infinity'
);
