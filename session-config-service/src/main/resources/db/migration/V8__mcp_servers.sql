-- MCP servers of agents, with the tools that they offered when last asked.
create table mcp_servers (
  id uuid primary key,
  agent_id uuid not null references agents (id) on delete cascade,
  name varchar(32) not null,
  url text not null,
  headers text,
  header_names text not null default '{}',
  is_enabled boolean not null default true,
  tools jsonb not null default '[]',
  listed_at timestamptz not null default now(),
  last_error text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (agent_id, name)
);
create trigger mcp_servers_touch before update on mcp_servers for each row execute function touch_updated_at();
