// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Questions that nothing answered, so that somebody can add what is missing. */
@ApplicationScoped
class Unanswered {
    private static final int LONGEST = 500;
    private static final String COUNT = "insert into knowledge_questions"
            + " (id, account_id, business_id, question, asked, asked_at)"
            + " values (:id, :account, cast(nullif(:business, '') as uuid), :question, 1, :now)"
            + " on conflict (account_id, coalesce(business_id, '00000000-0000-0000-0000-000000000000'), question)"
            + " do update set asked = knowledge_questions.asked + 1, asked_at = excluded.asked_at";
    private static final String LIST = "select id, business_id, question, asked, asked_at from knowledge_questions"
            + " where account_id = :account and (:business = '' or business_id = cast(nullif(:business, '') as uuid))"
            + " order by asked desc, asked_at desc limit 500";
    private static final String DELETE = "delete from knowledge_questions where account_id = :account and id = :id";

    private final Clock clock;

    Unanswered(Clock clock) {
        this.clock = clock;
    }

    /** @param asked how often */
    @RegisterForReflection
    record Question(UUID id, @Nullable UUID businessId, String question, int asked, Instant askedAt) {}

    /** In the current transaction. */
    Uni<Void> count(Scope scope, String question) {
        String words = question.strip();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(COUNT)
                        .setParameter("id", UUID.randomUUID())
                        .setParameter("account", scope.accountId())
                        .setParameter("business", DocumentRepository.text(scope))
                        .setParameter("question", words.length() > LONGEST ? words.substring(0, LONGEST) : words)
                        .setParameter("now", clock.instant())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Most asked first. */
    Uni<List<Question>> list(Scope scope) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(LIST, Object[].class)
                        .setParameter("account", scope.accountId())
                        .setParameter("business", DocumentRepository.text(scope))
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Question(
                                (UUID) row[0], (UUID) row[1], (String) row[2], (Integer) row[3], instant(row[4])))
                        .toList());
    }

    Uni<Boolean> delete(String accountId, UUID id) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(DELETE)
                        .setParameter("account", accountId)
                        .setParameter("id", id)
                        .executeUpdate())
                .map(deleted -> deleted == 1);
    }

    private static Instant instant(Object value) {
        return value instanceof java.time.OffsetDateTime time ? time.toInstant() : (Instant) value;
    }
}
