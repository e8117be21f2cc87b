// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.config.Broom;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Short names of slots and appointments, as one call was told them. A name that was not told in this call means nothing, so that a
 * model can neither make one up nor carry one over from another person. The same thing told twice keeps its name. Call within a session.
 */
@ApplicationScoped
class ToldNames implements Broom {
    private static final Duration KEPT = Duration.ofDays(2);
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int LENGTH = 7;

    private static final String TELL = "insert into appointment_names"
            + " (calendar_id, call_id, name, kind, service_id, start_at, reference, turn, told_at)"
            + " values (:calendar, :call, :name, :kind, :service, :start, nullif(:reference, ''),"
            + " cast(nullif(:turn, '') as integer), :now) on conflict do nothing";
    private static final String FIND = "select service_id, start_at, reference, turn from appointment_names"
            + " where calendar_id = :calendar and call_id = :call and name = :name and kind = :kind";

    private final Pool pool;
    private final Clock clock;

    ToldNames(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** What is named. */
    enum Kind {
        SLOT,
        BOOKING,
        /** A number or an address that has yet to be read back. */
        CONTACT;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One call.
     *
     * @param turn number of the person's last turn, null when the channel does not count
     */
    record Call(UUID calendar, String id, @Nullable Integer turn) {}

    /**
     * A slot or an appointment.
     *
     * @param reference of an appointment, null for a slot
     */
    record Thing(
            Kind kind,
            String service,
            Instant start,
            @Nullable String reference) {}

    /** @param turn when it was told first */
    record Told(Thing thing, @Nullable Integer turn) {}

    /** Names all of them, in their order. */
    Uni<List<String>> tell(Call call, List<Thing> things) {
        return Multi.createFrom()
                .iterable(things)
                .onItem()
                .transformToUniAndConcatenate(thing -> tell(call, thing))
                .collect()
                .asList();
    }

    private Uni<String> tell(Call call, Thing thing) {
        String name = name(call, thing);
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(TELL)
                        .setParameter("calendar", call.calendar())
                        .setParameter("call", call.id())
                        .setParameter("name", name)
                        .setParameter("kind", thing.kind().wireName())
                        .setParameter("service", thing.service())
                        .setParameter("start", thing.start())
                        .setParameter("reference", thing.reference() == null ? "" : thing.reference())
                        .setParameter(
                                "turn", call.turn() == null ? "" : call.turn().toString())
                        .setParameter("now", clock.instant())
                        .executeUpdate())
                .replaceWith(name);
    }

    /** Null when this call was not told of it. */
    Uni<@Nullable Told> find(Call call, Kind kind, String name) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(FIND, Object[].class)
                        .setParameter("calendar", call.calendar())
                        .setParameter("call", call.id())
                        .setParameter("name", name.strip())
                        .setParameter("kind", kind.wireName())
                        .getSingleResultOrNull())
                .map(row -> row == null
                        ? null
                        : new Told(
                                new Thing(kind, (String) row[0], instant(row[1]), (String) row[2]), (Integer) row[3]));
    }

    private static Instant instant(Object value) {
        return value instanceof java.time.OffsetDateTime time ? time.toInstant() : (Instant) value;
    }

    /** The same for the same thing in the same call. */
    static String name(Call call, Thing thing) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((call.calendar() + "|" + call.id() + "|" + thing).getBytes(StandardCharsets.UTF_8));
            StringBuilder name = new StringBuilder();
            for (int i = 0; i < LENGTH; i++) {
                name.append(ALPHABET.charAt((hash[i] & 0xff) % ALPHABET.length()));
            }
            return name.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Uni<Integer> sweep() {
        return pool.preparedQuery("delete from appointment_names where told_at < $1")
                .execute(Tuple.of(clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC)))
                .map(RowSet::rowCount);
    }
}
