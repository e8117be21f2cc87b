-- What a caller was told or asked about the keeping of his call, and what he decided; null where nothing had to be.
alter table conversations add column consent_policy varchar(16);
alter table conversations add column consent_decision varchar(16);
alter table conversations add column consent_way varchar(16);
alter table conversations add column consent_at timestamptz;
