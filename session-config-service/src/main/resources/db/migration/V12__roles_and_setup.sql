-- Two more roles: who makes agents, and who only looks.
alter table users drop constraint users_role_check;
alter table users add constraint users_role_check
  check (role in ('admin', 'owner', 'supervisor', 'staff', 'technician', 'agent-editor', 'viewer'));
