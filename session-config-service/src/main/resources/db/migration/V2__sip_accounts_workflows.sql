-- SIP accounts (trunks) with their policy, workflows, and the older global settings that they replace.
-- Statements of operators must run as they are, therefore: timestamps have defaults, everything of ours is a table of its own
-- beside sip_accounts, and triggers do what statements by hand would forget.
create sequence trunk_revision;

create table sip_accounts (
  id serial primary key,
  label varchar(128) not null,
  trunk_uri text not null,
  username varchar(128),
  -- Encrypted; a plain one set by SQL is encrypted within seconds.
  password varchar(256),
  contact_host varchar(255),
  contact_port integer check (contact_port between 1 and 65535),
  contact_transport varchar(16) default 'udp' check (lower(contact_transport) in ('udp', 'tcp', 'tls')),
  is_default boolean not null default false,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Made by trigger with each account. policy holds only what differs from the careful defaults.
create table sip_account_policy (
  sip_account_id integer primary key references sip_accounts (id) on delete cascade,
  account_id uuid references accounts (id) on delete set null,
  contact_token varchar(64) not null unique default replace(gen_random_uuid()::text, '-', ''),
  revision bigint not null default nextval('trunk_revision'),
  policy jsonb not null default '{}' check (jsonb_typeof(policy) = 'object')
);
create index sip_account_policy_account on sip_account_policy (account_id);

-- What the gateways last said; no change of configuration.
create table sip_account_registrations (
  sip_account_id integer primary key,
  state varchar(32) not null,
  since timestamptz not null,
  occurred_at timestamptz not null,
  gateway varchar(128) not null,
  status integer,
  detail text
);

create table workflows (
  id serial primary key,
  slug varchar(128) not null unique,
  account_id uuid references accounts (id) on delete cascade,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index workflows_account on workflows (account_id);

-- The newest active definition of a workflow counts.
create table workflow_definitions (
  id serial primary key,
  workflow_id integer not null references workflows (id) on delete cascade,
  version integer not null default 1,
  definition jsonb not null default '[]',
  sip_account_id integer references sip_accounts (id) on delete set null,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index workflow_definitions_sip_account on workflow_definitions (sip_account_id);
create index workflow_definitions_workflow on workflow_definitions (workflow_id);

-- One trunk for everything, as before sip_accounts; read while no SIP account is the default.
create table app_settings (
  id serial primary key,
  sip_trunk_uri text,
  sip_trunk_username varchar(128),
  sip_trunk_password varchar(256),
  sip_contact_host varchar(255),
  sip_contact_port integer,
  sip_contact_transport varchar(16),
  sip_contact_token varchar(64) not null default replace(gen_random_uuid()::text, '-', ''),
  sip_revision bigint not null default nextval('trunk_revision'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Changed trunks, on their way to topic trunk-events. Account 0 is the trunk of app_settings.
create table trunk_outbox (
  id bigserial primary key,
  sip_account_id integer not null,
  revision bigint not null,
  occurred_at timestamptz not null default clock_timestamp(),
  claimed_until timestamptz not null default '-infinity'
);

-- At most one default: changes of accounts follow one another, and after each statement only the last default remains.
-- The lock is taken before any row is, so two changes cannot wait for each other.
create function sip_accounts_one_by_one() returns trigger language plpgsql set search_path from current as $$
begin
  perform pg_advisory_xact_lock(hashtext('allo.sip_accounts'));
  return null;
end $$;
create trigger a_sip_accounts_one_by_one before insert or update on sip_accounts
  for each statement execute function sip_accounts_one_by_one();

create function sip_accounts_one_default() returns trigger language plpgsql set search_path from current as $$
begin
  if exists (select from changed where is_default) then
    update sip_accounts set is_default = false
     where is_default and id <> (select max(id) from changed where is_default);
  end if;
  return null;
end $$;
create trigger sip_accounts_inserted_default after insert on sip_accounts
  referencing new table as changed for each statement execute function sip_accounts_one_default();
create trigger sip_accounts_updated_default after update on sip_accounts
  referencing new table as changed for each statement execute function sip_accounts_one_default();

create function touch_updated_at() returns trigger language plpgsql set search_path from current as $$
begin
  new.updated_at := now();
  return new;
end $$;
create trigger sip_accounts_touch before update on sip_accounts for each row execute function touch_updated_at();
create trigger workflows_touch before update on workflows for each row execute function touch_updated_at();
create trigger workflow_definitions_touch before update on workflow_definitions
  for each row execute function touch_updated_at();

-- Every account has a policy. Its owner is the only business there is; among several an administrator says which.
create function sip_accounts_policy() returns trigger language plpgsql set search_path from current as $$
begin
  insert into sip_account_policy (sip_account_id, account_id)
  values (new.id, (select min(id::text)::uuid from accounts where is_active having count(*) = 1))
  on conflict do nothing;
  return null;
end $$;
create trigger sip_accounts_policy after insert on sip_accounts
  for each row execute function sip_accounts_policy();

-- A change of the account is a change of the trunk; that its password has been encrypted is none.
create function sip_accounts_changed() returns trigger language plpgsql set search_path from current as $$
begin
  if coalesce(current_setting('allo.sealing', true), '') <> 'on' then
    update sip_account_policy set sip_account_id = sip_account_id where sip_account_id = new.id;
  end if;
  return null;
end $$;
create trigger sip_accounts_changed after update on sip_accounts
  for each row execute function sip_accounts_changed();

create function sip_account_policy_revision() returns trigger language plpgsql set search_path from current as $$
begin
  new.revision := nextval('trunk_revision');
  return new;
end $$;
create trigger sip_account_policy_revision before update on sip_account_policy
  for each row execute function sip_account_policy_revision();

create function sip_account_policy_changed() returns trigger language plpgsql set search_path from current as $$
begin
  if tg_op = 'DELETE' then
    delete from sip_account_registrations where sip_account_id = old.sip_account_id;
    insert into trunk_outbox (sip_account_id, revision) values (old.sip_account_id, nextval('trunk_revision'));
  else
    insert into trunk_outbox (sip_account_id, revision) values (new.sip_account_id, new.revision);
  end if;
  return null;
end $$;
create trigger sip_account_policy_changed after insert or update or delete on sip_account_policy
  for each row execute function sip_account_policy_changed();

create function app_settings_changed() returns trigger language plpgsql set search_path from current as $$
begin
  if coalesce(current_setting('allo.sealing', true), '') <> 'on' then
    new.sip_revision := nextval('trunk_revision');
    new.updated_at := now();
    insert into trunk_outbox (sip_account_id, revision) values (0, new.sip_revision);
  end if;
  return new;
end $$;
create trigger app_settings_changed before insert or update on app_settings
  for each row execute function app_settings_changed();

-- The definition in force of each workflow, and its business: as said, else that of its SIP account, else the only one.
create view current_workflows as
select w.id, w.slug, d.definition, d.version, d.sip_account_id, b.id as account_id, b.region
  from workflows w
  join lateral (select * from workflow_definitions d
                 where d.workflow_id = w.id and d.is_active order by d.version desc, d.id desc limit 1) d on true
  left join sip_account_policy p on p.sip_account_id = d.sip_account_id
  left join accounts b on b.is_active and b.id = coalesce(
         w.account_id, p.account_id, (select min(id::text)::uuid from accounts where is_active having count(*) = 1));
