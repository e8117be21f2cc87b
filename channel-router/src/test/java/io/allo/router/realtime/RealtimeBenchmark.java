// SPDX-License-Identifier: Apache-2.0
package io.allo.router.realtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.audio.CompandingLaw;
import io.allo.contracts.session.ModelTuning;
import io.allo.contracts.session.SessionConfig;
import io.allo.router.conversation.VoiceEvent;
import io.allo.router.conversation.VoiceModel.Opening;
import io.allo.router.conversation.VoiceSession;
import io.allo.testkit.provider.RealtimePeer;
import io.allo.testkit.provider.RealtimeServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * Many sessions at once, client and stand-in in one process: what a piece of audio takes to the provider's socket and from it,
 * CPU time and heap of both sides. {@code -Dsessions=250 -Dseconds=20}. Run by name, not with the tests.
 */
class RealtimeBenchmark {
    private static final Logger LOG = Logger.getLogger(RealtimeBenchmark.class);
    private static final int SESSIONS = Integer.getInteger("sessions", 250);
    private static final int SECONDS = Integer.getInteger("seconds", 20);
    private static final int FRAME_MS = 20;
    /** The provider speaks in pieces of 200 ms. */
    private static final int PIECE_MS = 200;

    private final Vertx vertx = Vertx.vertx();
    private final Delays up = new Delays();
    private final Delays down = new Delays();

    /** In tenths of a millisecond. */
    private static final class Delays {
        private final AtomicLongArray counts = new AtomicLongArray(100_000);
        private final AtomicInteger all = new AtomicInteger();

        void from(byte[] stamped) {
            long tenths = (System.nanoTime() - ByteBuffer.wrap(stamped).getLong()) / 100_000;
            counts.incrementAndGet((int) Math.max(0, Math.min(counts.length() - 1, tenths)));
            all.incrementAndGet();
        }

        double percentile(double part) {
            long left = (long) (all.get() * part);
            for (int i = 0; i < counts.length(); i++) {
                left -= counts.get(i);
                if (left <= 0) {
                    return i / 10.0;
                }
            }
            return Double.NaN;
        }

        @Override
        public String toString() {
            return "%d pieces, p50 %.1f ms, p95 %.1f ms, p99 %.1f ms"
                    .formatted(all.get(), percentile(0.5), percentile(0.95), percentile(0.99));
        }
    }

    @Test
    void manySessions() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (RealtimeServer server = new RealtimeServer().start()) {
            RealtimeConfig config = new SmallRyeConfigBuilder()
                    .addDiscoveredConverters()
                    .withMapping(RealtimeConfig.class)
                    .withDefaultValues(Map.of(
                            "allo.realtime.base-url",
                            server.baseUrl().toString(),
                            "allo.realtime.api-key",
                            RealtimeServer.KEY,
                            "allo.realtime.connect-timeout",
                            "30s"))
                    .build()
                    .getConfigMapping(RealtimeConfig.class);
            var model = new OpenAiRealtimeModel(vertx, config, new ObjectMapper(), new RealtimeMeters(meters));
            long heapBefore = heap();
            List<VoiceSession> sessions = IntStream.range(0, SESSIONS)
                    .mapToObj(i -> open(model).join())
                    .toList();
            server.sessions().forEach(this::talk);
            long cpuBefore = cpu();
            TimeUnit.SECONDS.sleep(SECONDS);
            double cpuSeconds = (cpu() - cpuBefore) / 1e9;
            LOG.infof("%d sessions, %d s: caller to provider %s", SESSIONS, SECONDS, up);
            LOG.infof("provider to call %s", down);
            LOG.infof(
                    "CPU %.2f s (%.1f ms a session-second, both sides), heap %.2f MB a session (both sides), dropped %.0f",
                    cpuSeconds,
                    cpuSeconds * 1000 / SESSIONS / SECONDS,
                    (heap() - heapBefore) / 1e6 / SESSIONS,
                    meters.counter("allo.realtime.dropped.frames").count());
            sessions.forEach(VoiceSession::close);
        }
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Each session on an event loop, where its call would be. */
    private CompletableFuture<VoiceSession> open(OpenAiRealtimeModel model) {
        CompletableFuture<VoiceSession> opened = new CompletableFuture<>();
        Opening opening =
                new Opening("gpt-realtime", agent(), List.of("fr"), CompandingLaw.ALAW, List.of(), ModelTuning.DEFAULT);
        vertx.runOnContext(ignored -> model.open(opening, event -> {
                    if (event instanceof VoiceEvent.Audio audio) {
                        down.from(audio.g711());
                    }
                })
                .subscribe()
                .with(
                        session -> {
                            vertx.setPeriodic(FRAME_MS, tick -> session.hear(stamped(FRAME_MS)));
                            opened.complete(session);
                        },
                        opened::completeExceptionally));
        return opened;
    }

    private void talk(RealtimePeer peer) {
        peer.listen(up::from);
        vertx.setPeriodic(
                PIECE_MS,
                tick -> peer.raw(
                        "{\"type\":\"response.output_audio.delta\",\"response_id\":\"r\",\"item_id\":\"i\",\"delta\":\""
                                + Base64.getEncoder().encodeToString(stamped(PIECE_MS)) + "\"}"));
    }

    private static byte[] stamped(int ms) {
        byte[] audio = new byte[ms * 8];
        Arrays.fill(audio, CompandingLaw.ALAW.silence);
        ByteBuffer.wrap(audio).putLong(System.nanoTime());
        return audio;
    }

    private static SessionConfig agent() {
        return new SessionConfig(
                "You are the pizzeria. ".repeat(200),
                List.of(),
                "sage",
                "",
                Map.of(),
                null,
                Map.of(),
                null,
                "EUR",
                null,
                "Europe/Paris",
                20,
                true,
                false,
                false,
                null,
                false,
                null,
                null);
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
