// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static io.allo.gateway.signaling.OutboundWorld.say;
import static io.allo.gateway.signaling.OutboundWorld.sayWithSdp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.OutboundLegEvent.Answered;
import io.allo.gateway.peer.SipServerPeer;
import io.allo.gateway.peer.StubDns;
import io.allo.gateway.peer.TestTrunks;
import io.allo.gateway.trunk.NettyDns;
import io.netty.resolver.ResolvedAddressTypes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** TLS trunks that are black holes or mute, and a name server that keeps silent, cost the calls of others nothing. */
class SlowTrunkTest {
    private static final int CALLS = 30;
    private static final long MOST_MORE_MILLIS = 20;

    @Test
    void otherCallsAreNotHeldUp() throws Exception {
        try (StubDns names = new StubDns();
                BlackHole hole = new BlackHole();
                ServerSocket mute = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
                NettyDns dns = new NettyDns(
                        Optional.of(names.address()), Duration.ofSeconds(10), ResolvedAddressTypes.IPV4_ONLY);
                SipServerPeer peer = new SipServerPeer();
                OutboundWorld world = new OutboundWorld(Map.of(), dns, peer)) {
            peer.script(request -> switch (request.method()) {
                case "INVITE" -> List.of(say(request, 180, "a"), sayWithSdp(request, 200, "a"));
                case "BYE" -> List.of(SipServerPeer.response(request, 200, "a", ""));
                default -> List.of();
            });
            world.with(
                    tls(7, "mute", mute.getLocalPort()),
                    tls(8, "hole", hole.port()),
                    TestTrunks.of("nameless", TestTrunks.trunk(9, "sip:gateway@swallowed.test")));
            median(world); // warm
            long quiet = median(world);

            for (int i = 0; i < 20; i++) {
                world.dial("01 23 45 67 80", "mute", 7);
                world.dial("01 23 45 67 80", "hole", 8);
                world.dial("01 23 45 67 80", "nameless", 9);
            }
            await().until(() -> !names.questions().isEmpty());
            long busy = median(world);

            assertThat(busy).isLessThan(quiet + MOST_MORE_MILLIS);
        }
    }

    private static Trunk tls(int id, String business, int port) {
        return TestTrunks.of(business, TestTrunks.trunk(id, "sips:gateway@127.0.0.1:" + port));
    }

    /** Milliseconds from dial to answer. */
    private static long median(OutboundWorld world) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            world.events.clear();
            long begin = System.nanoTime();
            OutboundWorld.Leg leg = world.dial("01 23 45 67 80", "business", 1);
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> world.events.stream().anyMatch(Answered.class::isInstance));
            times.add((System.nanoTime() - begin) / 1_000_000);
            leg.hangUp();
        }
        times.sort(null);
        return times.get(CALLS / 2);
    }

    /** Its queue of connections is full: a SYN gets no answer. */
    private static final class BlackHole implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> fillers = new ArrayList<>();

        BlackHole() throws IOException {
            try {
                for (int i = 0; i < 10; i++) {
                    Socket filler = new Socket();
                    fillers.add(filler);
                    filler.connect(server.getLocalSocketAddress(), 200);
                }
            } catch (SocketTimeoutException e) {
                return; // full
            }
            throw new IllegalStateException("the queue does not fill");
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (Socket filler : fillers) {
                filler.close();
            }
            server.close();
        }
    }
}
