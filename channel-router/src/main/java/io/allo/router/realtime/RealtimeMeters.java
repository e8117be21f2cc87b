// SPDX-License-Identifier: Apache-2.0
package io.allo.router.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** The meters of all sessions. Safe from any thread. */
@Singleton
class RealtimeMeters {
    private static final Logger LOG = Logger.getLogger(RealtimeMeters.class);
    /** Below this part of the limit a warning is due, once until it has recovered. */
    private static final double SCARCE = 0.05;

    /** {@code allo_realtime_opening_seconds}: until a session is ready to speak. */
    final Timer opening;
    /** {@code allo_realtime_dropped_frames_total}: caller audio that a slow server did not take. */
    final Counter dropped;
    /** {@code allo_realtime_ignored_total}: messages that nothing could be done with. */
    final Counter ignored;
    /** {@code allo_realtime_sessions}: open now. */
    final AtomicInteger sessions = new AtomicInteger();

    private final MeterRegistry meters;
    private final Map<String, Limit> limits = new ConcurrentHashMap<>();

    private static final class Limit {
        final AtomicLong remaining = new AtomicLong();
        volatile boolean scarce;
    }

    RealtimeMeters(MeterRegistry meters) {
        this.meters = meters;
        opening = meters.timer("allo.realtime.opening");
        dropped = meters.counter("allo.realtime.dropped.frames");
        ignored = meters.counter("allo.realtime.ignored");
        meters.gauge("allo.realtime.sessions", sessions);
    }

    /** {@code allo_realtime_errors_total}, by what they mean. */
    void error(String meaning) {
        meters.counter("allo.realtime.errors", "meaning", meaning).increment();
    }

    /** {@code allo_realtime_limit_remaining}, by the name of the limit: the account's, not a session's. */
    void rateLimits(JsonNode event) {
        for (JsonNode limit : event.path("rate_limits")) {
            String name = limit.path("name").asText();
            if (!name.equals("requests") && !name.equals("tokens")) {
                continue;
            }
            Limit known = limits.computeIfAbsent(name, this::gauge);
            long remaining = limit.path("remaining").asLong();
            known.remaining.set(remaining);
            boolean scarce = remaining < limit.path("limit").asLong() * SCARCE;
            if (scarce && !known.scarce) {
                LOG.warnf("the provider's limit of %s is nearly used up: %d left", name, remaining);
            }
            known.scarce = scarce;
        }
    }

    private Limit gauge(String name) {
        Limit limit = new Limit();
        meters.gauge("allo.realtime.limit.remaining", Tags.of("limit", name), limit.remaining);
        return limit;
    }
}
