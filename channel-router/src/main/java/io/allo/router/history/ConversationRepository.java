// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads records; every query is bound to one account. */
@ApplicationScoped
class ConversationRepository implements PanacheRepositoryBase<ConversationEntity, String> {

    Uni<List<ConversationEntity>> newest(String accountId, Optional<String> channel, Instant before, int limit) {
        Parameters parameters = Parameters.with("account", accountId).and("before", before);
        String query = "accountId = :account and startedAt < :before";
        if (channel.isPresent()) {
            query += " and channel = :channel";
            parameters.and("channel", channel.get());
        }
        return find(query + " order by startedAt desc, id", parameters)
                .page(Page.ofSize(limit))
                .list();
    }

    Uni<Optional<ConversationEntity>> one(String accountId, String id) {
        return find("id = ?1 and accountId = ?2", id, accountId).firstResult().map(Optional::ofNullable);
    }
}
