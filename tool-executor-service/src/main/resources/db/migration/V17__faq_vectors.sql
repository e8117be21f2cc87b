-- SPDX-License-Identifier: Apache-2.0
-- Answered questions are found by meaning too: those of restaurants and those of calendars.

-- Passages; the answered questions of restaurants and of calendars as if they were some (without document).
create or replace view knowledge_known as
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
where f.status = 'answered' and f.answer is not null
union all
select md5(c.id::text || ' ' || q.question)::uuid, null, c.account_id, c.id, q.question, 'faq', q.question, q.answer,
    lower(unaccent(q.question || ' ' || q.answer)),
    setweight(to_tsvector('business.knowledge_fr', q.question), 'A') || to_tsvector('business.knowledge_fr', q.answer),
    setweight(to_tsvector('business.knowledge_en', q.question), 'A') || to_tsvector('business.knowledge_en', q.answer)
from calendars c
    cross join lateral jsonb_to_recordset(
        case jsonb_typeof(c.document -> 'faqs') when 'array' then c.document -> 'faqs' else '[]'::jsonb end) as q(question text, answer text)
where q.question is not null and q.answer is not null;

-- Which questions are in the vector store, in which words. Unused while the store is PostgreSQL.
create table knowledge_faq_vectors (
    id       uuid primary key,
    question text not null
);
