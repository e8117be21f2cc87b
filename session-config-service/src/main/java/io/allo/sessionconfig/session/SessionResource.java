// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.SipCredentials;
import io.allo.contracts.session.SessionFacts;
import io.allo.sessionconfig.config.ServiceConfig;
import io.allo.sessionconfig.door.ServiceKeyDoor;
import io.allo.sessionconfig.phoneline.PhoneLines;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The session of one contact, composed anew from stored data each time. */
@Path("/api/ai")
public class SessionResource {
    private static final int LONGEST_PHONE = 64;

    private final SessionFactsClient factsClient;
    private final OfferedTools tools;
    private final SessionComposer composer;
    private final PhoneLines phoneLines;
    private final CalendarSessions calendars;
    private final String serviceKey;

    SessionResource(
            @RestClient SessionFactsClient factsClient,
            OfferedTools tools,
            SessionComposer composer,
            PhoneLines phoneLines,
            CalendarSessions calendars,
            ServiceConfig config) {
        this.factsClient = factsClient;
        this.tools = tools;
        this.composer = composer;
        this.phoneLines = phoneLines;
        this.calendars = calendars;
        this.serviceKey = config.serviceKey();
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
        Uni<SessionFacts> facts = factsClient
                .facts(serviceKey, id.toString(), phone)
                .onFailure(SessionResource::isNotFound)
                .transform(e -> new NotFoundException("restaurant " + id + " is unknown"))
                .invoke(found -> refuseForeign(found, account, id));
        Uni<SipCredentials> credentials = phoneLines.credentials(id);
        // Both are subscribed here, on the request's own context: Hibernate Reactive finds no session after the
        // client's answer.
        return Uni.combine()
                .all()
                .unis(credentials, facts)
                .asTuple()
                .chain(both -> tools.of(both.getItem2().restaurant(), agent)
                        .map(offered -> composer.compose(both.getItem2(), offered, both.getItem1(), chat)));
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

    /** Another account's restaurant does not exist for this key. */
    private static void refuseForeign(SessionFacts facts, @Nullable String account, UUID id) {
        if (account != null && !account.equals(facts.restaurant().accountId())) {
            throw new NotFoundException("restaurant " + id + " is unknown");
        }
    }

    private static boolean isNotFound(Throwable e) {
        return e instanceof WebApplicationException http && http.getResponse().getStatus() == 404;
    }
}
