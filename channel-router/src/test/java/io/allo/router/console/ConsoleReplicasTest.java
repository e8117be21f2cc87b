// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.router.console.Lines.Line;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A page on one replica, its session's telephone on another. */
class ConsoleReplicasTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final SessionKey KEY = new SessionKey("account", "session|1");
    private static final byte[] SOUND = {1, 2, 3};

    private final Vertx vertx = Vertx.vertx();
    private final List<MemoryBus> buses = new CopyOnWriteArrayList<>();
    private final Replica ofPages = new Replica("pages");
    private final Replica ofCalls = new Replica("calls");
    private final Page page = new Page();
    private final Telephone telephone = new Telephone();

    private final class MemoryBus implements ConsoleBus {
        private final String name;
        private volatile Consumer<byte[]> listener = _ -> {};

        MemoryBus(String name) {
            this.name = name;
            buses.add(this);
        }

        @Override
        public String self() {
            return name;
        }

        @Override
        public void tell(String address, byte[] message) {
            buses.stream()
                    .filter(bus -> bus != this && (address.equals(ALL) || address.equals(bus.name)))
                    .forEach(bus -> bus.listener.accept(message));
        }

        @Override
        public void listen(Consumer<byte[]> hears) {
            listener = hears;
        }
    }

    private final class Replica {
        private final Watchers watchers = new Watchers();
        private final Lines lines = new Lines();

        Replica(String name) {
            new ConsoleReplicas(new MemoryBus(name), watchers, lines, new CallEnds(null), vertx)
                    .begin(new StartupEvent());
        }
    }

    private static final class Page implements Watchers.Watcher {
        private final List<JsonObject> told = new CopyOnWriteArrayList<>();
        private final List<byte[]> heard = new CopyOnWriteArrayList<>();

        @Override
        public void tell(JsonObject message) {
            told.add(message);
        }

        @Override
        public void hear(byte[] ulaw) {
            heard.add(ulaw);
        }
    }

    private static final class Telephone implements Line {
        private final List<byte[]> spoken = new CopyOnWriteArrayList<>();
        private final List<Boolean> muted = new CopyOnWriteArrayList<>();
        private volatile boolean ended;

        @Override
        public void agentSpeaks(byte[] ulaw) {
            spoken.add(ulaw);
        }

        @Override
        public void mute(boolean on) {
            muted.add(on);
        }

        @Override
        public Uni<Void> end() {
            return Uni.createFrom().voidItem().invoke(() -> ended = true);
        }
    }

    @BeforeEach
    void aPageAndACall() {
        ofPages.watchers.join(KEY, page);
        ofCalls.lines.put(KEY, telephone);
    }

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void theSupportAgentsVoiceReachesTheTelephoneAndTheTechniciansThePage() {
        ofPages.lines.of(KEY).orElseThrow().agentSpeaks(SOUND);
        ofCalls.watchers.hear(KEY, SOUND);

        assertThat(telephone.spoken).containsExactly(SOUND);
        assertThat(page.heard).containsExactly(SOUND);
    }

    @Test
    void whatHappensIsToldOnTheOtherReplicaOnce() {
        JsonObject level = new JsonObject().put("type", "level").put("level", 0.3);
        JsonObject ringing = new JsonObject().put("type", "call").put("status", "ringing");
        ofCalls.watchers.tell(KEY, level);
        ofCalls.watchers.tell(KEY, ringing);
        ofCalls.watchers.tell(new SessionKey("other", "session|1"), ringing);

        assertThat(page.told).containsExactly(level, ringing);
    }

    @Test
    void muteMutesOverThere() {
        ofPages.watchers.tell(KEY, Messages.muted(true));

        assertThat(telephone.muted).containsExactly(true);
    }

    @Test
    void theEndWaitsForTheLastWordsOverThere() {
        ofPages.lines.of(KEY).orElseThrow().end().await().atMost(LIMIT);

        assertThat(telephone.ended).isTrue();
    }

    @Test
    void aPageThatComesLaterIsHeardOfWithinSeconds() {
        ofPages.watchers.leave(KEY, page);
        SessionKey later = new SessionKey("account", "later");
        ofCalls.lines.put(later, telephone);
        assertThat(ofPages.lines.of(later)).isEmpty();
        ofPages.watchers.join(later, page);

        await().atMost(LIMIT).until(() -> ofPages.lines.of(later).isPresent());
        ofCalls.watchers.hear(later, SOUND);
        assertThat(page.heard).containsExactly(SOUND);
    }

    @Test
    void withoutAPageNoSoundLeaves() {
        ofPages.watchers.leave(KEY, page);
        SessionKey alone = new SessionKey("account", "alone");
        ofCalls.lines.put(alone, telephone);
        ofCalls.watchers.hear(alone, SOUND);
        for (byte[] nothing : List.of(new byte[0], new byte[] {9, 0, 0, 0, 1, 'x'}, new byte[] {0, 0, 0, 9, 9})) {
            buses.forEach(bus -> bus.listener.accept(nothing));
        }

        assertThat(page.heard).isEmpty();
    }
}
