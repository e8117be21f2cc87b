// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.session;

import io.allo.contracts.session.SessionFacts;
import io.allo.toolexecutor.customer.Customer;
import io.allo.toolexecutor.customer.Customers;
import io.allo.toolexecutor.dining.Dining;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.faq.Faqs;
import io.allo.toolexecutor.menu.Menus;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.allo.toolexecutor.restaurant.Restaurants;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /internal/restaurants/{id}/session-facts?callerPhone=}: everything that a session is composed of.
 *
 * <p>The ETag is the restaurant's version and covers all but the customer. A matching {@code If-None-Match} is answered 304
 * when there is no customer to tell of (no {@code callerPhone}, or a number that is unknown); a known caller always gets the
 * whole answer, since a 304 would hide the customer. So a cache may keep the facts by restaurant and version, and must drop
 * {@code customer} from what it keeps.
 */
@Path("/internal/restaurants/{id}/session-facts")
@RegisterForReflection(targets = SessionFacts.class)
class SessionFactsResource {
    private final Restaurants restaurants;
    private final Menus menus;
    private final Faqs faqs;
    private final Dining dining;
    private final Customers customers;

    SessionFactsResource(Restaurants restaurants, Menus menus, Faqs faqs, Dining dining, Customers customers) {
        this.restaurants = restaurants;
        this.menus = menus;
        this.faqs = faqs;
        this.dining = dining;
        this.customers = customers;
    }

    @GET
    @WithSession
    public Uni<Response> facts(
            @RestPath String id,
            @RestQuery @Nullable String callerPhone,
            @RestHeader("If-None-Match") @Nullable String ifNoneMatch) {
        UUID restaurantId = Restaurants.idOf(id).orElseThrow(SessionFactsResource::unknown);
        return restaurants
                .findAny(restaurantId)
                .map(found -> found.orElseThrow(SessionFactsResource::unknown))
                .chain(restaurant -> customers
                        .findByPhone(restaurant, callerPhone)
                        .chain(customer -> customer.isEmpty() && matches(ifNoneMatch, restaurant)
                                ? Uni.createFrom().item(notModified(restaurant))
                                : whole(restaurant, customer)));
    }

    private Uni<Response> whole(Restaurant restaurant, Optional<Customer> customer) {
        return menus.numbered(restaurant.id())
                .chain(menu -> faqs.answered(restaurant.id())
                        .chain(answered -> dining.plan(restaurant.id())
                                .map(plan -> new SessionFacts(
                                        restaurant.version(),
                                        restaurant.facts().withTotalSeats(plan.seats(restaurant.facts())),
                                        menu.categories(),
                                        menu.setMenus(),
                                        plan.toldServices(),
                                        plan.toldOffers(),
                                        answered,
                                        customer.map(Customer::toFacts).orElse(null)))))
                .map(facts -> Response.ok(facts).tag(tagOf(restaurant)).build());
    }

    private static Response notModified(Restaurant restaurant) {
        return Response.notModified(tagOf(restaurant)).build();
    }

    private static EntityTag tagOf(Restaurant restaurant) {
        return new EntityTag(Long.toString(restaurant.version()));
    }

    private static boolean matches(@Nullable String ifNoneMatch, Restaurant restaurant) {
        if (ifNoneMatch == null) {
            return false;
        }
        String tag = "\"" + restaurant.version() + "\"";
        return List.of(ifNoneMatch.replace("W/", "").split("\\s*,\\s*")).contains(tag);
    }

    private static ApiException unknown() {
        return ApiException.notFound("unknown restaurant");
    }
}
