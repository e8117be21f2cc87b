// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.faq;

import io.allo.contracts.session.SessionFacts;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The restaurant's questions: told to the session when answered, counted when asked again. */
@ApplicationScoped
public class Faqs {
    private final FaqRepository repository;
    private final Restaurants restaurants;
    private final Clock clock;

    Faqs(FaqRepository repository, Restaurants restaurants, Clock clock) {
        this.repository = repository;
        this.restaurants = restaurants;
        this.clock = clock;
    }

    /** Answered questions, most asked first. */
    @WithSession
    public Uni<List<SessionFacts.Faq>> answered(UUID restaurantId) {
        return repository
                .mostAsked(restaurantId, Faq.ANSWERED)
                .map(rows -> rows.stream()
                        .filter(row -> row.answer != null)
                        .map(row -> new SessionFacts.Faq(row.question, row.answer, row.category))
                        .toList());
    }

    @WithSession
    Uni<List<Faq>> list(UUID restaurantId, @Nullable String status) {
        return repository
                .mostAsked(restaurantId, status)
                .map(rows -> rows.stream().map(Faq::of).toList());
    }

    /** A caller asked: a new question becomes a pending row, a known one is counted. In the current transaction. */
    Uni<Faq> ask(UUID restaurantId, String question, String category, @Nullable String phone) {
        return repository
                .claim(restaurantId, question, category)
                .chain(() -> repository.lockedByQuestion(restaurantId, question))
                .invoke(row -> {
                    row.askCount++;
                    row.lastAskedAt = clock.instant();
                    row.lastCallerPhone = phone == null ? row.lastCallerPhone : phone;
                })
                .call(repository::flush)
                .call(() -> restaurants.raiseVersion(restaurantId))
                .map(Faq::of);
    }

    /** The restaurant of a question, to check the account before changing it. */
    @WithSession
    Uni<Optional<UUID>> restaurantOf(UUID id) {
        return repository.findById(id).map(row -> Optional.ofNullable(row).map(found -> found.restaurantId));
    }

    /** Answers or sorts a question, in the current transaction; an answer makes it {@code answered}. */
    Uni<Faq> change(UUID id, @Nullable String answer, @Nullable String status) {
        return repository
                .findById(id)
                .invoke(row -> {
                    if (answer != null) {
                        row.answer = answer;
                        row.status = Faq.ANSWERED;
                    }
                    if (status != null) {
                        row.status = status;
                    }
                })
                .call(repository::flush)
                .call(row -> restaurants.raiseVersion(row.restaurantId))
                .map(Faq::of);
    }

    /** Deletes a question in the current transaction. */
    Uni<Boolean> delete(UUID id, UUID restaurantId) {
        return repository.deleteById(id).call(() -> restaurants.raiseVersion(restaurantId));
    }

    /** Writes answered questions in the current transaction; the first is the most asked. Others stay as they are. */
    public Uni<Void> importAll(UUID restaurantId, List<FaqDocument> faqs) {
        return Multi.createFrom()
                .range(0, faqs.size())
                .onItem()
                .transformToUniAndConcatenate(
                        i -> repository.upsertAnswered(restaurantId, faqs.get(i), faqs.size() - i))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
