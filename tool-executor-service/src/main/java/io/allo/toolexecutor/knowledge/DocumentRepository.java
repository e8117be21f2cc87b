// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class DocumentRepository implements PanacheRepositoryBase<DocumentEntity, UUID> {
    static final int MOST = 500;

    private static final String CLAIM = "insert into knowledge_documents"
            + " (id, account_id, business_id, title, source, media_type, passages, created_at, updated_at)"
            + " values (:id, :account, cast(nullif(:business, '') as uuid), '', :source, '', 0, :now, :now)"
            + " on conflict do nothing";
    private static final String INSERT = "insert into knowledge_passages"
            + " (id, document_id, account_id, business_id, position, heading, body, plain)"
            + " select r.id, d.id, d.account_id, d.business_id, r.position, r.heading, r.body, r.plain"
            + " from knowledge_documents d, jsonb_to_recordset(cast(cast(:rows as text) as jsonb))"
            + " as r(id uuid, position int, heading text, body text, plain text) where d.id = :document";
    private static final String CLEAR = "delete from knowledge_passages where document_id = :document";

    /** A document's row by its source, made if there is none, locked. */
    Uni<DocumentEntity> claimed(Scope scope, String source, Instant now) {
        return getSession()
                .chain(session -> session.createNativeQuery(CLAIM)
                        .setParameter("id", UUID.randomUUID())
                        .setParameter("account", scope.accountId())
                        .setParameter("business", text(scope))
                        .setParameter("source", source)
                        .setParameter("now", now)
                        .executeUpdate())
                .chain(() -> (scope.businessId() == null
                                ? find(
                                        "accountId = ?1 and source = ?2 and businessId is null",
                                        scope.accountId(),
                                        source)
                                : find(
                                        "accountId = ?1 and source = ?2 and businessId = ?3",
                                        scope.accountId(),
                                        source,
                                        scope.businessId()))
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .firstResult());
    }

    /** @param rows JSON array of objects with id, position, heading, body, plain */
    Uni<Void> replacePassages(UUID document, String rows) {
        return getSession()
                .chain(session -> session.createNativeQuery(CLEAR)
                        .setParameter("document", document)
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery(INSERT)
                                .setParameter("document", document)
                                .setParameter("rows", rows)
                                .executeUpdate()))
                .replaceWithVoid();
    }

    Uni<Long> countOf(String accountId) {
        return count("accountId", accountId);
    }

    /** Newest first; those of the whole account, and those of the business if one is named. */
    Uni<List<DocumentEntity>> listed(Scope scope) {
        return (scope.businessId() == null
                        ? find("accountId = ?1 order by updatedAt desc, id", scope.accountId())
                        : find(
                                "accountId = ?1 and (businessId is null or businessId = ?2) order by updatedAt desc, id",
                                scope.accountId(),
                                scope.businessId()))
                .page(0, MOST)
                .list();
    }

    Uni<Boolean> deleteOf(String accountId, UUID id) {
        return delete("id = ?1 and accountId = ?2", id, accountId).map(deleted -> deleted == 1);
    }

    static String text(Scope scope) {
        UUID business = scope.businessId();
        return business == null ? "" : business.toString();
    }
}
