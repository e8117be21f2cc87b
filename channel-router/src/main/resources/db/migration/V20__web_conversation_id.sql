-- A client of POST /chat may name its conversation itself.
alter table web_conversation alter column id type text using id::text;
