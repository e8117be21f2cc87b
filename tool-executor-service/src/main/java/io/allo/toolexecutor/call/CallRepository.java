// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.call;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class CallRepository implements PanacheRepositoryBase<CallEntity, UUID> {
    private static final String OPEN =
            "insert into calls (id, restaurant_id, call_id, channel, outcome, started_at, updated_at)"
                    + " values (:id, :restaurant, :call, :channel, 'in_progress', :at, :now)"
                    + " on conflict (restaurant_id, call_id) do nothing";

    /** What was stored in the call; null when nothing. */
    private static final String RESULT = """
            case when exists (select 1 from orders o where o.restaurant_id = c.restaurant_id and o.call_id = c.call_id)
                   then 'order_placed'
                 when exists (select 1 from reservations r where r.restaurant_id = c.restaurant_id and r.call_id = c.call_id)
                   then 'reservation_placed'
                 when exists (select 1 from messages m where m.restaurant_id = c.restaurant_id and m.call_id = c.call_id)
                   then 'message_left' end""";

    private static final String SETTLE_RUNNING = "update calls c set updated_at = :now, outcome = coalesce(" + RESULT
            + ", 'abandoned') where restaurant_id = :restaurant and outcome = 'in_progress' and channel = 'voice'"
            + " and (started_at < :stale or " + RESULT + " is not null)";

    /**
     * Which calls are listed.
     *
     * @param channel null for all
     */
    record Filter(
            @Nullable String channel,
            @Nullable CallOutcome outcome,
            @Nullable String phone,
            Instant from,
            Instant before,
            int limit) {}

    /** Newest first. */
    Uni<List<CallEntity>> newest(UUID restaurantId, Filter filter) {
        Map<String, Object> values =
                new HashMap<>(Map.of("restaurant", restaurantId, "from", filter.from(), "before", filter.before()));
        StringBuilder query =
                new StringBuilder("restaurantId = :restaurant and startedAt >= :from and startedAt < :before");
        narrow(query, values, "channel", filter.channel());
        narrow(query, values, "callerPhone", filter.phone());
        CallOutcome outcome = filter.outcome();
        narrow(query, values, "outcome", outcome == null ? null : outcome.wireName());
        return find(query + " order by startedAt desc, id", values)
                .page(0, filter.limit())
                .list();
    }

    private static void narrow(StringBuilder query, Map<String, Object> values, String field, @Nullable String value) {
        if (value != null) {
            query.append(" and ").append(field).append(" = :").append(field);
            values.put(field, value);
        }
    }

    /** A record to be made if the call has none. */
    record Opening(UUID id, UUID restaurantId, String callId, String channel, Instant startedAt) {}

    /** The row of this call, made when there is none, locked until the transaction ends. */
    Uni<CallEntity> findOrOpen(Opening opening, Instant now) {
        return getSession()
                .chain(session -> session.createNativeQuery(OPEN)
                        .setParameter("id", opening.id())
                        .setParameter("restaurant", opening.restaurantId())
                        .setParameter("call", opening.callId())
                        .setParameter("channel", opening.channel())
                        .setParameter("at", opening.startedAt())
                        .setParameter("now", now)
                        .executeUpdate())
                .chain(() -> find("restaurantId = ?1 and callId = ?2", opening.restaurantId(), opening.callId())
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .firstResult());
    }

    /** The most important thing that was stored in the call. */
    Uni<Optional<CallOutcome>> resultOf(UUID id) {
        return getSession()
                .chain(session -> session.createNativeQuery(
                                "select coalesce(" + RESULT + ", '') from calls c where c.id = :id", String.class)
                        .setParameter("id", id)
                        .getSingleResult())
                .map(found -> found.isEmpty() ? Optional.empty() : Optional.of(CallOutcome.of(found)));
    }

    /** Running calls with a result get it as their outcome; those older than {@code stale} without one are abandoned. */
    Uni<Integer> settleRunning(UUID restaurantId, Instant stale, Instant now) {
        return getSession()
                .chain(session -> session.createNativeQuery(SETTLE_RUNNING)
                        .setParameter("restaurant", restaurantId)
                        .setParameter("stale", stale)
                        .setParameter("now", now)
                        .executeUpdate());
    }
}
