-- A person's messages are erased by the number that they came from, at any size of the table.
create index inbox_sender on inbox (account_id, sender) where sender is not null;
