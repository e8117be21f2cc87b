-- SPDX-License-Identifier: Apache-2.0
-- Which documents are in the vector store as they stand, and which have to leave it. Unused while the store is PostgreSQL.

-- The updated_at of the version that is there.
alter table knowledge_documents add column vectors_of timestamptz;
create index knowledge_documents_vectors on knowledge_documents (updated_at)
    where vectors_of is distinct from updated_at;

create table knowledge_gone (
    document_id uuid        primary key,
    gone_at     timestamptz not null
);

-- However a document goes: by its resource, with its account, by hand.
create function knowledge_document_gone() returns trigger language plpgsql as $$
begin
    if old.vectors_of is not null then
        insert into knowledge_gone (document_id, gone_at) values (old.id, now()) on conflict do nothing;
    end if;
    return old;
end $$;
create trigger knowledge_document_gone after delete on knowledge_documents
    for each row execute function knowledge_document_gone();
