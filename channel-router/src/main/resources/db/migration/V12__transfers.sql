-- What came of handing a caller to another person; of several tries of a call, the last.
alter table call_facts
    add column transfer_mode text,
    add column transfer_outcome text,
    add column transfer_status integer;
