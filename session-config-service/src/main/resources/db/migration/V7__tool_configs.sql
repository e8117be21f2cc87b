-- Tools of agents. The document is what the management API shows, without the values of headers, which are encrypted.
create table tool_configs (
  id uuid primary key,
  agent_id uuid not null references agents (id) on delete cascade,
  name varchar(64) not null,
  document jsonb not null check (jsonb_typeof(document) = 'object'),
  headers text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (agent_id, name)
);
create trigger tool_configs_touch before update on tool_configs for each row execute function touch_updated_at();
