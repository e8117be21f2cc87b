-- Keys of accounts can be named without being known: the beginning of the key says which.
alter table account_keys
  add column id uuid not null default gen_random_uuid() unique,
  add column prefix varchar(12) not null default '';

-- Customers of an account for whom it runs agents.
create table final_customers (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references accounts (id) on delete cascade,
  name text not null,
  email text,
  phone text,
  currency char(3) not null default 'EUR',
  cost_margin_pct numeric(7, 3),
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index final_customers_account on final_customers (account_id);
create trigger final_customers_touch before update on final_customers for each row execute function touch_updated_at();

-- settings: what an agent's managers keep with it and no query asks for.
alter table agents
  add column final_customer_id uuid references final_customers (id) on delete set null,
  add column settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  add column public_token varchar(64) unique,
  add column brain_version bigint not null default 0;

-- A line refers to the SIP account that was made for it.
alter table phone_lines
  add column sip_account_id integer references sip_accounts (id) on delete set null,
  add column sip_transport varchar(8) not null default 'udp',
  add column stun_server text,
  add column twilio_trunk_sid text;
create unique index phone_lines_number on phone_lines (account_id, phone_number);
