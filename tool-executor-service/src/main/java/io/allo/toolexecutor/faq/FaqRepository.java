// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.faq;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class FaqRepository implements PanacheRepositoryBase<FaqEntity, UUID> {
    private static final String UPSERT_ANSWERED =
            "insert into faqs (id, restaurant_id, question, answer, category, status, ask_count)"
                    + " values (:id, :restaurant, :question, :answer, :category, 'answered', :asked)"
                    + " on conflict (restaurant_id, question) do update"
                    + " set answer = excluded.answer, category = excluded.category, status = 'answered'";
    private static final String CLAIM = "insert into faqs (id, restaurant_id, question, category, status, ask_count)"
            + " values (:id, :restaurant, :question, :category, 'pending', 0)"
            + " on conflict (restaurant_id, question) do nothing";

    Uni<List<FaqEntity>> mostAsked(UUID restaurantId, @Nullable String status) {
        return find(
                        "restaurantId = ?1 and (?2 is null or status = ?2) order by askCount desc, question",
                        restaurantId,
                        status)
                .page(0, 500)
                .list();
    }

    Uni<FaqEntity> lockedByQuestion(UUID restaurantId, String question) {
        return find("restaurantId = ?1 and question = ?2", restaurantId, question)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    /** Makes the row of a question if there is none; its count is raised by the caller. */
    Uni<Integer> claim(UUID restaurantId, String question, String category) {
        return getSession()
                .chain(session -> session.createNativeQuery(CLAIM)
                        .setParameter("id", UUID.randomUUID())
                        .setParameter("restaurant", restaurantId)
                        .setParameter("question", question)
                        .setParameter("category", category)
                        .executeUpdate());
    }

    Uni<Integer> upsertAnswered(UUID restaurantId, FaqDocument faq, int asked) {
        return getSession()
                .chain(session -> session.createNativeQuery(UPSERT_ANSWERED)
                        .setParameter("id", UUID.randomUUID())
                        .setParameter("restaurant", restaurantId)
                        .setParameter("question", faq.question())
                        .setParameter("answer", faq.answer())
                        .setParameter("category", faq.category() == null ? "other" : faq.category())
                        .setParameter("asked", asked)
                        .executeUpdate());
    }
}
