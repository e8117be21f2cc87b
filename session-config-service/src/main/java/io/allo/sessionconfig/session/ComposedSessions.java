// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import io.allo.contracts.session.SessionConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** What {@code GET /api/ai} would answer a contact, to look at: without the SIP password that goes with it. */
@ApplicationScoped
public class ComposedSessions {
    private final RestaurantSessions restaurants;
    private final CalendarSessions calendars;

    ComposedSessions(RestaurantSessions restaurants, CalendarSessions calendars) {
        this.restaurants = restaurants;
        this.calendars = calendars;
    }

    /** Fails with 404 when the account has no such restaurant. */
    public Uni<SessionConfig> ofRestaurant(UUID id, String callerPhone, String account, UUID agent, boolean chat) {
        return restaurants.of(
                id, callerPhone, account, agent, chat, Uni.createFrom().nullItem());
    }

    /** Fails with 404 when the account has no such calendar. */
    public Uni<SessionConfig> ofCalendar(UUID id, String account, UUID agent, boolean chat) {
        return calendars.of(id, account, agent, chat);
    }
}
