-- People who log in, what they are logged in with, and who changed what.
create table users (
  id uuid primary key default gen_random_uuid(),
  -- null: an administrator of the installation
  account_id uuid references accounts (id) on delete cascade,
  email text not null,
  name text not null,
  role varchar(16) not null check (role in ('admin', 'owner', 'supervisor', 'staff', 'technician')),
  -- bcrypt
  password_hash text not null,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  last_login_at timestamptz,
  check ((role = 'admin') = (account_id is null))
);
create unique index users_email on users (lower(email));
create index users_account on users (account_id);

-- One row a login. The refresh token is random: its SHA-256 cannot be reversed by guessing. It changes at each use; the one
-- before is kept, because who presents it again has stolen it, or lost it to somebody who has.
create table login_sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  refresh_hash varchar(64) not null unique,
  previous_hash varchar(64) unique,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index login_sessions_user on login_sessions (user_id);

-- Attempts in the current window, by e-mail address and by source; hashed, so that guessed addresses are not kept.
create table login_attempts (
  who varchar(64) primary key,
  attempts integer not null,
  window_start timestamptz not null
);
create index login_attempts_window on login_attempts (window_start);

-- Keys that sign people's tokens, the newest signs. The private part is encrypted with ENCRYPTION_KEY.
create table token_keys (
  id uuid primary key,
  public_jwk jsonb not null,
  private_jwk text not null,
  created_at timestamptz not null default clock_timestamp()
);

-- Who changed what. Never a password, a key or a telephone number.
create table audit_log (
  id bigserial primary key,
  at timestamptz not null default clock_timestamp(),
  account_id uuid,
  actor text not null,
  action varchar(64) not null,
  object text not null,
  fields text not null default ''
);
create index audit_log_account on audit_log (account_id, id);
