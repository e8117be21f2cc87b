// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.calcom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of Cal.com. Reading is repeated once; writing never, because it knows no idempotency key. A refusal that means
 * something to a caller fails with {@link CalComRefusal}, everything else with whatever kept it from being answered.
 */
@ApplicationScoped
public class CalCom {
    private static final int MOST = 250;
    private static final int NOT_FOUND = 404;
    private static final long PAUSE_MS = 10_000;

    private final CalComClient client;
    private final CalComConfig config;
    private final ObjectMapper mapper;

    CalCom(@RestClient CalComClient client, CalComConfig config, ObjectMapper mapper) {
        this.client = client;
        this.config = config;
        this.mapper = mapper;
    }

    /**
     * A booking that is wanted.
     *
     * @param notes what it is for
     * @param key makes it known again, when its answer was lost
     */
    public record Wanted(
            long eventTypeId,
            Instant start,
            String name,
            @Nullable String email,
            @Nullable String phone,
            String timeZone,
            String language,
            @Nullable String notes,
            String key) {}

    /** Whether calendars of this account are kept there. */
    public boolean keeps(String account) {
        return config.apiKey().filter(key -> !key.isBlank()).isPresent()
                && config.account()
                        .filter(only -> !only.isBlank())
                        .map(account::equals)
                        .orElse(true);
    }

    public boolean hasKey() {
        return config.apiKey().filter(key -> !key.isBlank()).isPresent();
    }

    /** The account's user name: the key is good. */
    public Uni<String> me() {
        return read(() -> client.me(bearer(), config.accountVersion()))
                .map(answer -> answer.path("username").asText(""));
    }

    /**
     * Free beginnings in [from, to).
     *
     * @param moving the booking that gives its own time back, null for a new one
     */
    @CircuitBreaker(requestVolumeThreshold = 8, delay = PAUSE_MS, skipOn = CalComRefusal.class)
    public Uni<List<Instant>> slots(long eventType, Instant from, Instant to, @Nullable String moving) {
        return read(() -> client.slots(
                        bearer(), config.slotsVersion(), eventType, from.toString(), to.toString(), moving))
                .map(days -> {
                    List<Instant> slots = new ArrayList<>();
                    days.forEach(day -> day.forEach(slot ->
                            slots.add(CalComBooking.instant(slot.path("start").asText()))));
                    return slots.stream()
                            .filter(at -> !at.isBefore(from) && at.isBefore(to))
                            .sorted()
                            .toList();
                });
    }

    /** Upcoming ones of these event types, soonest first. */
    @CircuitBreaker(requestVolumeThreshold = 8, delay = PAUSE_MS, skipOn = CalComRefusal.class)
    public Uni<List<CalComBooking>> bookings(List<Long> eventTypes, Instant from, Instant to) {
        String types = eventTypes.stream().map(String::valueOf).collect(Collectors.joining(","));
        return read(() -> client.bookings(
                        bearer(),
                        config.bookingsVersion(),
                        "upcoming",
                        types,
                        from.toString(),
                        to.toString(),
                        "asc",
                        MOST))
                .map(list -> StreamSupport.stream(list.spliterator(), false)
                        .map(CalComBooking::of)
                        .filter(CalComBooking::stands)
                        .filter(booking -> eventTypes.contains(booking.eventTypeId()))
                        .toList());
    }

    /** Null when it is unknown there. */
    public Uni<@Nullable CalComBooking> booking(String uid) {
        return read(() -> client.booking(bearer(), config.bookingsVersion(), uid))
                .map(CalComBooking::of)
                .onFailure(failure -> failure instanceof WebApplicationException refused
                        && refused.getResponse().getStatus() == NOT_FOUND)
                .recoverWithNull();
    }

    @CircuitBreaker(requestVolumeThreshold = 8, delay = PAUSE_MS, skipOn = CalComRefusal.class)
    public Uni<CalComBooking> book(Wanted wanted) {
        Map<String, Object> attendee = new LinkedHashMap<>();
        attendee.put("name", wanted.name());
        if (wanted.email() != null) {
            attendee.put("email", wanted.email());
        }
        if (wanted.phone() != null) {
            attendee.put("phoneNumber", wanted.phone());
        }
        attendee.put("timeZone", wanted.timeZone());
        attendee.put("language", wanted.language());
        Map<String, Object> booking = new LinkedHashMap<>();
        booking.put("start", wanted.start().toString());
        booking.put("eventTypeId", wanted.eventTypeId());
        booking.put("attendee", attendee);
        booking.put("metadata", Map.of(CalComBooking.KEY, wanted.key()));
        if (wanted.notes() != null) {
            booking.put("bookingFieldsResponses", Map.of(CalComBooking.NOTES, wanted.notes()));
        }
        return write(client.book(bearer(), config.bookingsVersion(), booking));
    }

    /** The new booking: it has another uid. */
    public Uni<CalComBooking> reschedule(String uid, Instant start) {
        return write(client.reschedule(bearer(), config.bookingsVersion(), uid, Map.of("start", start.toString())));
    }

    public Uni<CalComBooking> cancel(String uid, @Nullable String reason) {
        return write(client.cancel(
                bearer(), config.bookingsVersion(), uid, Map.of("cancellationReason", reason == null ? "" : reason)));
    }

    private Uni<JsonNode> read(Supplier<Uni<JsonNode>> request) {
        return limited(Uni.createFrom().deferred(request::get))
                .onFailure(failure -> !(failure instanceof WebApplicationException refused)
                        || refused.getResponse().getStatus() >= 500)
                .retry()
                .atMost(1);
    }

    private Uni<CalComBooking> write(Uni<JsonNode> request) {
        return limited(request)
                .map(CalComBooking::of)
                .onFailure(WebApplicationException.class)
                .transform(failure -> meaning((WebApplicationException) failure));
    }

    private Uni<JsonNode> limited(Uni<JsonNode> request) {
        return request.ifNoItem().after(config.timeout()).fail().map(answer -> {
            if (!answer.path("status").asText().equals("success")) {
                throw new IllegalStateException("Cal.com answered without success");
            }
            return answer.path("data");
        });
    }

    private Throwable meaning(WebApplicationException refused) {
        return CalComRefusal.of(refused.getResponse().getStatus(), message(refused))
                .<Throwable>map(refusal -> refusal)
                .orElse(refused);
    }

    private String message(WebApplicationException refused) {
        try {
            JsonNode error = mapper.readTree(refused.getResponse().readEntity(String.class))
                    .path("error");
            return error.path("message").asText(error.asText(""));
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    private String bearer() {
        return "Bearer " + config.apiKey().orElse("").strip();
    }
}
