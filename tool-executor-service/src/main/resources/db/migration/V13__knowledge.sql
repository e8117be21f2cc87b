-- SPDX-License-Identifier: Apache-2.0
-- What a business knows, cut into passages; what it was asked and did not know.

-- Trusted extensions: whoever may create a schema in this database may create them.
create extension if not exists unaccent with schema business;
create extension if not exists pg_trgm with schema business;

-- French and English words by their stems, with or without their accents. French words that say nothing are known by their
-- accents, so they go first.
create text search dictionary knowledge_fr_stop (template = simple, stopwords = french, accept = false);
create text search configuration knowledge_fr (copy = pg_catalog.french);
alter text search configuration knowledge_fr
    alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part
    with knowledge_fr_stop, unaccent, french_stem;
create text search configuration knowledge_en (copy = pg_catalog.english);
alter text search configuration knowledge_en
    alter mapping for word, hword, hword_part with unaccent, english_stem;

-- business_id: a restaurant or a calendar of the account; null is known to all of them.
create table knowledge_documents (
    id          uuid primary key,
    account_id  text        not null,
    business_id uuid,
    title       text        not null,
    source      text        not null,
    media_type  text        not null,
    passages    integer     not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null
);
create unique index knowledge_documents_source
    on knowledge_documents (account_id, coalesce(business_id, '00000000-0000-0000-0000-000000000000'), source);

-- plain: heading and body in small letters without accents, for what is misspelt.
create table knowledge_passages (
    id          uuid primary key,
    document_id uuid    not null references knowledge_documents on delete cascade,
    account_id  text    not null,
    business_id uuid,
    position    integer not null,
    heading     text    not null,
    body        text    not null,
    plain       text    not null,
    fr          tsvector generated always as (
        setweight(to_tsvector('business.knowledge_fr', heading), 'A')
            || to_tsvector('business.knowledge_fr', body)) stored,
    en          tsvector generated always as (
        setweight(to_tsvector('business.knowledge_en', heading), 'A')
            || to_tsvector('business.knowledge_en', body)) stored
);
create index knowledge_passages_document on knowledge_passages (document_id, position);
create index knowledge_passages_account on knowledge_passages (account_id);
create index knowledge_passages_fr on knowledge_passages using gin (fr);
create index knowledge_passages_en on knowledge_passages using gin (en);
create index knowledge_passages_plain on knowledge_passages using gin (plain gin_trgm_ops);

-- Passages, and the answered questions of restaurants as if they were some.
create view knowledge_known as
select p.id, p.document_id, p.account_id, p.business_id, d.title, d.source, p.heading, p.body, p.plain, p.fr, p.en
from knowledge_passages p
    join knowledge_documents d on d.id = p.document_id
union all
select f.id, null, r.account_id, f.restaurant_id, f.question, 'faq', f.question, f.answer,
    lower(unaccent(f.question || ' ' || f.answer)),
    setweight(to_tsvector('business.knowledge_fr', f.question), 'A') || to_tsvector('business.knowledge_fr', f.answer),
    setweight(to_tsvector('business.knowledge_en', f.question), 'A') || to_tsvector('business.knowledge_en', f.answer)
from faqs f
    join restaurants r on r.id = f.restaurant_id
where f.status = 'answered' and f.answer is not null;

create table knowledge_questions (
    id          uuid primary key,
    account_id  text        not null,
    business_id uuid,
    question    text        not null,
    asked       integer     not null,
    asked_at    timestamptz not null
);
create unique index knowledge_questions_once
    on knowledge_questions (account_id, coalesce(business_id, '00000000-0000-0000-0000-000000000000'), question);
