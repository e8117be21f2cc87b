-- How often a message was tried in vain: what nobody takes is given up after a number of tries.
alter table outbox
  add column attempts integer not null default 0;
