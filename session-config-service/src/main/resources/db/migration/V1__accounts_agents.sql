-- Who takes a contact: accounts, their keys, their agents and the addresses at which these are reached.
create table accounts (
  id uuid primary key,
  name text not null,
  email text,
  region varchar(2) not null default 'FR',
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- A key is stored as its SHA-256 only: keys are random, so a plain hash cannot be reversed by guessing.
create table account_keys (
  key_hash varchar(64) primary key,
  account_id uuid not null references accounts (id) on delete cascade,
  label text not null,
  is_active boolean not null default true,
  created_at timestamptz not null default now()
);
create index account_keys_account on account_keys (account_id);

create table agents (
  id uuid primary key,
  account_id uuid not null references accounts (id) on delete cascade,
  name text not null,
  base_prompt text,
  ai_model text not null default 'built-in',
  ai_voice text not null default 'sage',
  languages text not null default 'fr',
  ring_timeout_seconds double precision not null default 0,
  max_call_duration_sec integer not null default 600,
  external_session_url text,
  external_session_key text,
  transfer_number text,
  config text not null default '{}',
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index agents_account on agents (account_id);

-- One address belongs to one agent: account and agent come from what was called, never from the sender.
create table contact_addresses (
  channel varchar(16) not null,
  address text not null,
  agent_id uuid not null references agents (id) on delete cascade,
  primary key (channel, address)
);
create index contact_addresses_agent on contact_addresses (agent_id);

create table phone_lines (
  id uuid primary key,
  account_id uuid not null references accounts (id) on delete cascade,
  restaurant_id uuid,
  agent_id uuid references agents (id) on delete set null,
  phone_number text not null,
  provider varchar(16) not null default 'sip',
  sip_domain text,
  sip_username text,
  sip_password text,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index phone_lines_restaurant on phone_lines (restaurant_id);
