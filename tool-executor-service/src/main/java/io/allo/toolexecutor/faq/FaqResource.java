// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.faq;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.idempotency.ActionKey;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.idempotency.Idempotency;
import io.allo.toolexecutor.idempotency.Outcome;
import io.allo.toolexecutor.phone.PhoneNumbers;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /api/faq}: the list, a question asked again or anew, an answer given. */
@Path("/api/faq")
class FaqResource {
    private static final Set<String> STATUSES = Set.of(Faq.PENDING, Faq.ANSWERED, Faq.IGNORED);
    private static final Set<String> CATEGORIES = Set.of(
            "horaires",
            "livraison",
            "allergens",
            "paiement",
            "parking",
            "reservation",
            "promotion",
            "ingredients",
            "localisation",
            "info_restau",
            "other");
    private static final int LONGEST_QUESTION = 500;
    private static final int LONGEST_ANSWER = 2000;

    private final Restaurants restaurants;
    private final Faqs faqs;
    private final Idempotency idempotency;
    private final Caller caller;

    FaqResource(Restaurants restaurants, Faqs faqs, Idempotency idempotency, Caller caller) {
        this.restaurants = restaurants;
        this.faqs = faqs;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Question(
            @Nullable String restaurantId,
            @Nullable String question,
            @Nullable String category,
            @Nullable String callerPhone) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Change(
            @Nullable UUID id,
            @Nullable String answer,
            @Nullable String status) {}

    @GET
    public Uni<List<Faq>> list(
            @RestQuery @Nullable String restaurantId,
            @RestQuery @Nullable String status,
            @RestQuery("for_prompt") boolean forPrompt) {
        String wanted = forPrompt ? Faq.ANSWERED : known(status, STATUSES, "status");
        return restaurants
                .require(restaurantId, caller.accountId())
                .chain(restaurant -> faqs.list(restaurant.id(), wanted));
    }

    @POST
    @Cancellable(false)
    public Uni<Response> ask(@Nullable Question body) {
        if (body == null || body.question() == null || body.question().isBlank()) {
            throw ApiException.badRequest("question is required");
        }
        String question = bounded(body.question().strip(), LONGEST_QUESTION, "question");
        String category = known(body.category(), CATEGORIES, "category");
        ActionKey key = ActionKey.of(caller, "faq");
        return restaurants
                .require(body.restaurantId(), caller.accountId())
                .chain(restaurant -> {
                    String phone = PhoneNumbers.normalise(body.callerPhone(), restaurant.region())
                            .orElse(null);
                    return idempotency.once(
                            key,
                            () -> faqs.ask(restaurant.id(), question, category == null ? "other" : category, phone)
                                    .map(faq -> faq.askCount() == 1 ? Outcome.created(faq) : Outcome.ok(faq)));
                })
                .map(Answer::toResponse);
    }

    @PATCH
    @Cancellable(false)
    public Uni<Response> change(@Nullable Change body) {
        if (body == null || body.id() == null) {
            throw ApiException.badRequest("id is required");
        }
        UUID id = body.id();
        String status = known(body.status(), STATUSES, "status");
        String answer = body.answer() == null || body.answer().isBlank()
                ? null
                : bounded(body.answer().strip(), LONGEST_ANSWER, "answer");
        if (answer == null && status == null) {
            throw ApiException.badRequest("nothing to change (expected: answer or status)");
        }
        String account = caller.accountId();
        ActionKey key = ActionKey.of(caller, "faq-change");
        return owned(id, account)
                .chain(restaurant -> idempotency.once(
                        key, () -> faqs.change(id, answer, status).map(Outcome::ok)))
                .map(Answer::toResponse);
    }

    @DELETE
    @Cancellable(false)
    public Uni<Response> delete(@RestQuery @Nullable UUID id) {
        if (id == null) {
            throw ApiException.badRequest("id is required");
        }
        ActionKey key = ActionKey.of(caller, "faq-delete");
        return owned(id, caller.accountId())
                .chain(restaurant -> idempotency.once(
                        key, () -> faqs.delete(id, restaurant.id()).replaceWith(Outcome.ok(Map.of("success", true)))))
                .map(Answer::toResponse);
    }

    /** The restaurant of the question if it is the account's; otherwise the question does not exist. */
    private Uni<Restaurant> owned(UUID id, String account) {
        return faqs.restaurantOf(id)
                .map(found -> found.orElseThrow(() -> ApiException.notFound("unknown question")))
                .chain(restaurantId -> restaurants.require(restaurantId.toString(), account))
                .onFailure(ApiException.class)
                .transform(e -> ApiException.notFound("unknown question"));
    }

    private static @Nullable String known(@Nullable String value, Set<String> expected, String name) {
        if (value == null || value.isBlank()) {
            return null;
        }
        if (!expected.contains(value)) {
            throw ApiException.badRequest("unknown " + name + " (expected: one of "
                    + String.join(", ", expected.stream().sorted().toList()) + ")");
        }
        return value;
    }

    private static String bounded(String text, int longest, String name) {
        if (text.length() > longest) {
            throw ApiException.badRequest(
                    name + " has " + text.length() + " characters (expected: at most " + longest + ")");
        }
        return text;
    }
}
