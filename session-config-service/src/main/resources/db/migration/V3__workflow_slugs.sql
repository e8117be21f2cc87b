-- Two businesses may give a workflow the same name.
alter table workflows drop constraint workflows_slug_key;
create unique index workflows_slug on workflows (slug, account_id) nulls not distinct;
