// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.console.BusMessage.Kind;
import io.allo.router.console.Lines.Line;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * A page and the telephone of its session may be on two replicas: what happens goes to all of them, sound only where somebody watches,
 * the support agent's voice to the one that holds the line. Pages make themselves known every two seconds.
 */
@Singleton
class ConsoleReplicas {
    private static final Logger LOG = Logger.getLogger(ConsoleReplicas.class);
    private static final long EVERY_MS = 2_000;
    private static final long FRESH_NANOS = Duration.ofSeconds(6).toNanos();
    private static final String LEVEL = "level";

    private final ConsoleBus bus;
    private final Watchers watchers;
    private final Lines lines;
    private final CallEnds ends;
    private final Vertx vertx;
    /** Replicas with pages of a session whose line is here, until when. */
    private final Map<SessionKey, Map<String, Long>> followers = new ConcurrentHashMap<>();
    /** Where the lines of sessions are that are watched here. */
    private final Map<SessionKey, Sighting> sightings = new ConcurrentHashMap<>();

    private final Map<SessionKey, UniEmitter<? super Void>> ending = new ConcurrentHashMap<>();

    private record Sighting(String replica, long until) {}

    ConsoleReplicas(ConsoleBus bus, Watchers watchers, Lines lines, CallEnds ends, Vertx vertx) {
        this.bus = bus;
        this.watchers = watchers;
        this.lines = lines;
        this.ends = ends;
        this.vertx = vertx;
    }

    void begin(@Observes StartupEvent event) {
        watchers.beyond(new Watchers.Beyond() {
            @Override
            public void tell(SessionKey key, JsonObject message) {
                told(key, message);
            }

            @Override
            public void hear(SessionKey key, byte[] ulaw) {
                BusMessage heard = new BusMessage(Kind.HEARD, key, ulaw);
                followersOf(key).forEach(replica -> bus.tell(replica, heard.encoded()));
            }
        });
        lines.beyond(new Lines.Beyond() {
            @Override
            public Optional<Line> of(SessionKey key) {
                return Optional.ofNullable(sightings.get(key))
                        .filter(seen -> fresh(seen.until()))
                        .map(seen -> new LineElsewhere(key, seen.replica()));
            }

            @Override
            public void opened(SessionKey key) {
                bus.tell(
                        ConsoleBus.ALL,
                        BusMessage.of(Kind.LINE, key, bus.self()).encoded());
            }
        });
        bus.listen(bytes -> BusMessage.decoded(bytes).ifPresent(this::heard));
        vertx.setPeriodic(EVERY_MS, _ -> announce());
    }

    private void announce() {
        sightings.values().removeIf(seen -> !fresh(seen.until()));
        followers.values().removeIf(all -> all.values().stream().noneMatch(ConsoleReplicas::fresh));
        watchers.watched().stream().filter(key -> lines.here(key).isEmpty()).forEach(this::watched);
    }

    private void watched(SessionKey key) {
        bus.tell(ConsoleBus.ALL, BusMessage.of(Kind.WATCHED, key, bus.self()).encoded());
    }

    private static boolean fresh(long until) {
        return until - System.nanoTime() > 0;
    }

    private Set<String> followersOf(SessionKey key) {
        Map<String, Long> all = followers.get(key);
        if (all == null) {
            return Set.of();
        }
        all.values().removeIf(until -> !fresh(until));
        return all.keySet();
    }

    /** Levels are as many as sounds. */
    private void told(SessionKey key, JsonObject message) {
        byte[] told = BusMessage.of(Kind.TOLD, key, message.encode()).encoded();
        if (LEVEL.equals(message.getString("type"))) {
            followersOf(key).forEach(replica -> bus.tell(replica, told));
        } else {
            bus.tell(ConsoleBus.ALL, told);
        }
    }

    private void heard(BusMessage message) {
        SessionKey key = message.key();
        switch (message.kind()) {
            case WATCHED -> {
                if (lines.here(key).isPresent()) {
                    followers
                            .computeIfAbsent(key, _ -> new ConcurrentHashMap<>())
                            .put(message.text(), System.nanoTime() + FRESH_NANOS);
                    bus.tell(
                            message.text(),
                            BusMessage.of(Kind.LINE, key, bus.self()).encoded());
                }
            }
            case LINE -> lineIsAt(key, message.text());
            case TOLD -> happened(key, message);
            case HEARD -> watchers.hearHere(key, message.body());
            case VOICE -> lines.here(key).ifPresent(line -> line.agentSpeaks(message.body()));
            case END ->
                lines.here(key)
                        .map(Line::end)
                        .orElseGet(() -> Uni.createFrom().voidItem())
                        .subscribe()
                        .with(_ -> bus.tell(
                                message.text(), BusMessage.of(Kind.ENDED, key).encoded()));
            case ENDED -> {
                UniEmitter<? super Void> waits = ending.remove(key);
                if (waits != null) {
                    waits.complete(null);
                }
            }
        }
    }

    private void lineIsAt(SessionKey key, String replica) {
        if (watchers.watches(key) && lines.here(key).isEmpty()) {
            Sighting before = sightings.put(key, new Sighting(replica, System.nanoTime() + FRESH_NANOS));
            if (before == null || !before.replica().equals(replica)) {
                watched(key);
            }
        }
    }

    /** On the replica of the line, or of a page. */
    private void happened(SessionKey key, BusMessage message) {
        JsonObject told;
        try {
            told = message.json();
        } catch (DecodeException e) {
            LOG.debugf("another replica told no JSON: %s", e.getMessage());
            return;
        }
        if ("muted".equals(told.getString("type"))) {
            lines.here(key).ifPresent(line -> line.mute(told.getBoolean("muted", false)));
        }
        watchers.tellHere(key, told);
        if (told.getString("reason") != null) {
            sightings.remove(key);
            ends.untold(key)
                    .subscribe()
                    .with(_ -> {}, failure -> LOG.warnf("An end of a call is told later: %s", failure.toString()));
        }
    }

    /** A line that another replica holds. */
    private final class LineElsewhere implements Line {
        private final SessionKey key;
        private final String replica;

        LineElsewhere(SessionKey key, String replica) {
            this.key = key;
            this.replica = replica;
        }

        @Override
        public void agentSpeaks(byte[] ulaw) {
            bus.tell(replica, new BusMessage(Kind.VOICE, key, ulaw).encoded());
        }

        /** What the watchers are told mutes it there. */
        @Override
        public void mute(boolean muted) {}

        @Override
        public Uni<Void> end() {
            return Uni.createFrom().emitter(emitter -> {
                ending.put(key, emitter);
                bus.tell(replica, BusMessage.of(Kind.END, key, bus.self()).encoded());
            });
        }
    }
}
