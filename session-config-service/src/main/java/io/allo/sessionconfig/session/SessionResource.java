// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import io.allo.contracts.session.SessionConfig;
import io.allo.sessionconfig.door.ServiceKeyDoor;
import io.allo.sessionconfig.phoneline.PhoneLines;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The session of one contact, composed anew from stored data each time. */
@Path("/api/ai")
public class SessionResource {
    private static final int LONGEST_PHONE = 64;

    private final RestaurantSessions restaurants;
    private final PhoneLines phoneLines;
    private final CalendarSessions calendars;

    SessionResource(RestaurantSessions restaurants, PhoneLines phoneLines, CalendarSessions calendars) {
        this.restaurants = restaurants;
        this.phoneLines = phoneLines;
        this.calendars = calendars;
    }

    /**
     * The session of one contact.
     *
     * @param restaurantId UUID; 400 when absent or malformed, 404 when unknown or of another account
     * @param callerPhone as dialled or E.164; empty when unknown
     * @param mode {@code phone} (default) or {@code chat}
     * @param calendarId UUID of a calendar, in the place of a restaurant: the session of a business that gives appointments
     * @param agentId whose stored tools are offered, when several agents answer for one restaurant; default: its oldest
     */
    @GET
    public Uni<SessionConfig> session(
            @RestQuery @Nullable String restaurantId,
            @RestQuery @Nullable String callerPhone,
            @RestQuery @Nullable String mode,
            @RestQuery @Nullable String agentId,
            @RestQuery @Nullable String calendarId,
            @Context ContainerRequestContext request) {
        UUID agent = agentId == null ? null : uuid("agentId", agentId);
        String phone = callerPhone == null ? "" : callerPhone;
        if (phone.length() > LONGEST_PHONE) {
            throw new BadRequestException("callerPhone: expected at most " + LONGEST_PHONE + " characters");
        }
        boolean chat = isChat(mode);
        String account = (String) request.getProperty(ServiceKeyDoor.ACCOUNT);
        if (calendarId != null && !calendarId.isBlank()) {
            return calendars.of(uuid("calendarId", calendarId), account, agent, chat);
        }
        UUID id = restaurant(restaurantId);
        return restaurants.of(id, phone, account, agent, chat, phoneLines.credentials(id));
    }

    private static UUID restaurant(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new BadRequestException("restaurantId is required");
        }
        return uuid("restaurantId", text);
    }

    private static UUID uuid(String name, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(name + ": expected a UUID");
        }
    }

    private static boolean isChat(@Nullable String mode) {
        if (mode == null || mode.isEmpty() || mode.equals("phone")) {
            return false;
        }
        if (mode.equals("chat")) {
            return true;
        }
        throw new BadRequestException("mode: expected phone or chat");
    }
}
