-- Who was told of a session's end: of which end, how often it was tried, and when it is due again.
alter table console_session
    add column notice_for      timestamptz,
    add column notice_attempts integer     not null default 0,
    add column notice_due      timestamptz not null default now();
