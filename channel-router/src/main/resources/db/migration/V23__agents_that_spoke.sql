-- A conversation goes from one agent to another: who spoke, whose tool ran and who used a model. Null in rows of before.
alter table turns add column agent_id text;
alter table tool_calls add column agent_id text;
alter table model_usage add column agent_id text;
