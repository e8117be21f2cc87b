// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.phoneline;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Telephone lines of a restaurant, as the business application knows them: never with a password, only {@code hasSipPassword}. */
@Path("/api/phone-lines")
public class RestaurantLineResource {
    private final PhoneLineAdmin lines;

    RestaurantLineResource(PhoneLineAdmin lines) {
        this.lines = lines;
    }

    @GET
    public Uni<List<PhoneLine>> list(
            @RestQuery @Nullable String restaurantId, @Context ContainerRequestContext request) {
        return lines.ofRestaurant(Caller.of(request), restaurant(restaurantId));
    }

    /** Creates or changes; a password that is not empty is stored encrypted, an empty one changes nothing. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    public Uni<PhoneLine> put(@Nullable JsonNode body, @Context ContainerRequestContext request) {
        if (body == null || !body.isObject()) {
            throw new BadRequestException("expected a JSON object");
        }
        UUID restaurant = restaurant(body.path("restaurantId").textValue());
        return lines.upsert(Caller.of(request), Actor.known(request), restaurant, body);
    }

    private static UUID restaurant(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new BadRequestException("restaurantId is required");
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("restaurantId: expected a UUID", e);
        }
    }
}
