-- Whom the console supports: sites with their equipment, and the technicians who work there.
create table console_site (
    account_id    text        not null,
    id            uuid        not null default gen_random_uuid(),
    client        text        not null,
    since         date,
    installer     text        not null default '',
    subscription  text        not null default '',
    cameras       integer     not null default 0,
    -- [{name, quantity, kind}]
    equipment     jsonb       not null default '[]',
    last_incident text        not null default '',
    notes         text        not null default '',
    -- its key in the account's CRM
    crm_id        text,
    changed_at    timestamptz not null default now(),
    primary key (account_id, id)
);

create table console_technician (
    account_id       text        not null,
    id               uuid        not null default gen_random_uuid(),
    name             text        not null,
    experience_years integer     not null default 0,
    location         text        not null default '',
    phone_number     text        not null default '',
    arrival          text        not null default '',
    site_id          uuid,
    changed_at       timestamptz not null default now(),
    primary key (account_id, id),
    foreign key (account_id, site_id) references console_site (account_id, id)
);

-- calls of a site
create index console_session_site on console_session (account_id, (worksite ->> 'id'), started_at desc);
create index console_session_newest on console_session (account_id, started_at desc);
