// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.gateway.call.CallId;
import io.allo.gateway.call.MediaLeg;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How evenly packets leave with many calls, and what a packet in and one out cost. Every packet is echoed. Not part of the build (its name is no test): run it by hand on a
 * quiet machine: {@code mvn -pl sip-gateway -am test -Dtest=PaceBenchmark}. Asserts only that the
 * packets came; the figures are logged.
 */
class PaceBenchmark {
    private static final Logger LOG = Logger.getLogger(PaceBenchmark.class);
    private static final long SECOND = 1_000_000_000;
    private static final int WARM_UP_SECONDS = 5;
    private static final int SECONDS = 10;

    /** The last packet of a stream. */
    private record Seen(long nanos, int timestamp) {}

    @ParameterizedTest
    @ValueSource(ints = {50, 250, 500})
    void pace(int calls) throws IOException {
        MediaEngine engine = new MediaEngine(
                new MediaTestSettings(30_100, 32_699, Duration.ofSeconds(30), Duration.ZERO),
                new SimpleMeterRegistry());
        engine.start();
        try (DatagramChannel peer = DatagramChannel.open()) {
            peer.setOption(StandardSocketOptions.SO_RCVBUF, 8 << 20);
            peer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            List<MediaLeg> legs = openLegs(engine, calls, (InetSocketAddress) peer.getLocalAddress());
            echo(peer, WARM_UP_SECONDS);
            long cpuBefore = loopCpuNanos();
            double[] errors = echo(peer, SECONDS);
            long cpu = loopCpuNanos() - cpuBefore;
            legs.forEach(MediaLeg::close);
            Arrays.sort(errors);
            LOG.infof(
                    "%d calls: pace error p50 %.2f ms, p95 %.2f ms, p99 %.2f ms, max %.1f ms; %.1f us of the loop a pair",
                    calls,
                    errors[errors.length / 2],
                    errors[errors.length * 95 / 100],
                    errors[errors.length * 99 / 100],
                    errors[errors.length - 1],
                    cpu / 1000.0 / errors.length);
            assertThat(errors.length).isGreaterThan(calls * SECONDS * 50 / 2);
        } finally {
            engine.stop();
        }
    }

    private static List<MediaLeg> openLegs(MediaEngine engine, int calls, InetSocketAddress peer) {
        List<MediaLeg> legs = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            MediaLeg leg = engine.open(new CallId("bench-%04d".formatted(i)), new SilentListener());
            leg.negotiated(MediaEngineTest.agreement(peer, Codec.PCMU, 20, Direction.SENDRECV));
            leg.startSending();
            legs.add(leg);
        }
        return legs;
    }

    /** Sends everything back for a while. @return for each packet how far its gap was from its timestamps', in ms */
    private static double[] echo(DatagramChannel peer, int seconds) throws IOException {
        Map<Integer, Seen> streams = new HashMap<>();
        List<Double> errors = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
        long end = System.nanoTime() + seconds * SECOND;
        while (System.nanoTime() - end < 0) {
            InetSocketAddress source = (InetSocketAddress) peer.receive(buffer.clear());
            Seen now = new Seen(System.nanoTime(), buffer.flip().getInt(4));
            peer.send(buffer, source);
            Seen before = streams.put(source.getPort(), now);
            if (before != null) {
                double gapMs = (now.nanos() - before.nanos()) / 1e6;
                errors.add(Math.abs(gapMs - (now.timestamp() - before.timestamp()) / 8.0));
            }
        }
        return errors.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static long loopCpuNanos() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("media-loop"))
                .mapToLong(thread -> ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId()))
                .sum();
    }
}
