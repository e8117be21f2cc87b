#!/usr/bin/env bash
# One role per service; each may create its own schema and sees no other's.
set -euo pipefail
for schema in config business conversations; do
  psql -v ON_ERROR_STOP=1 -U postgres -d allo -v role="allo_$schema" -v schema="$schema" -v password="$POSTGRES_PASSWORD" <<'SQL'
create role :"role" login password :'password';
grant create on database allo to :"role";
alter role :"role" in database allo set search_path = :"schema";
SQL
done
