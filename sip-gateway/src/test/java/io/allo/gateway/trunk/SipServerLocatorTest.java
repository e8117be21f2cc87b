// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.gateway.call.SystemTimers;
import io.allo.gateway.call.VirtualClock;
import io.allo.gateway.peer.StubDns;
import io.allo.gateway.trunk.SipTarget.Transport;
import io.netty.resolver.ResolvedAddressTypes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 3263 against a name server on a real socket. */
class SipServerLocatorTest {
    private final StubDns server = new StubDns();
    private final NettyDns dns =
            new NettyDns(Optional.of(server.address()), Duration.ofMillis(500), ResolvedAddressTypes.IPV4_ONLY);
    private final SystemTimers timers = new SystemTimers();
    private final SipServerLocator locator = new SipServerLocator(dns, timers);

    @AfterEach
    void stop() {
        dns.close();
        timers.close();
        server.close();
    }

    private List<SipTarget> found(String uri) throws Exception {
        SipAddress address = SipAddress.parse(uri, Transport.UDP).orElseThrow();
        return locator.locate(address).toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private List<String> places(String uri) throws Exception {
        return found(uri).stream().map(SipTarget::toString).toList();
    }

    @Test
    void anAddressNeedsNoNameServer() throws Exception {
        assertThat(places("sip:trunk@192.0.2.7")).containsExactly("UDP 192.0.2.7:5060");
        assertThat(places("sips:trunk@192.0.2.7")).containsExactly("TLS 192.0.2.7:5061");
        assertThat(places("sip:trunk@[2001:db8::7]:5070;transport=tcp"))
                .containsExactly("TCP [2001:db8:0:0:0:0:0:7]:5070");
        assertThat(server.questions()).isEmpty();
    }

    @Test
    void aPortMeansAddressesOnly() throws Exception {
        server.a("sip.trunk.test", "192.0.2.1", "192.0.2.2");

        assertThat(places("sip:t@sip.trunk.test:5070"))
                .containsExactlyInAnyOrder("UDP 192.0.2.1:5070", "UDP 192.0.2.2:5070");
        assertThat(server.questions()).containsExactly("1 sip.trunk.test");
    }

    @Test
    void servicesComeByPriority() throws Exception {
        server.srv("_sip._udp.trunk.test", 20, 0, 5080, "b.trunk.test")
                .srv("_sip._udp.trunk.test", 10, 0, 5070, "a.trunk.test")
                .a("trunk.test", "192.0.2.99")
                .a("a.trunk.test", "192.0.2.1")
                .a("b.trunk.test", "192.0.2.2");

        assertThat(places("sip:t@trunk.test")).containsExactly("UDP 192.0.2.1:5070", "UDP 192.0.2.2:5080");
        assertThat(found("sip:t@trunk.test").getFirst().domain()).isEqualTo("trunk.test");
    }

    @Test
    void naptrNamesTheServiceOfOurTransport() throws Exception {
        server.naptr("trunk.test", 10, "SIPS+D2T", "_sips._tcp.tls.test")
                .naptr("trunk.test", 20, "SIP+D2U", "_sip._udp.elsewhere.test")
                .srv("_sip._udp.elsewhere.test", 1, 1, 5090, "c.elsewhere.test")
                .srv("_sips._tcp.tls.test", 1, 1, 5091, "c.elsewhere.test")
                .a("c.elsewhere.test", "192.0.2.3");

        assertThat(places("sip:t@trunk.test")).containsExactly("UDP 192.0.2.3:5090");
        assertThat(places("sips:t@trunk.test")).containsExactly("TLS 192.0.2.3:5091");
    }

    @Test
    void withoutServicesTheHostItselfAtItsDefaultPort() throws Exception {
        server.a("trunk.test", "192.0.2.1");

        assertThat(places("sip:t@trunk.test")).containsExactly("UDP 192.0.2.1:5060");
        assertThat(places("sip:t@trunk.test")).hasSize(1);
        assertThat(server.questions())
                .filteredOn(question -> question.equals("1 trunk.test"))
                .hasSize(1);
    }

    @Test
    void aSilentNameServerIsAnEmptyAnswer() throws Exception {
        assertThat(places("sip:t@swallowed.test:5060")).isEmpty();
        assertThat(places("sip:t@unknown.test")).isEmpty();
    }

    @Test
    void whoFailedLatelyStandsLast() throws Exception {
        server.srv("_sip._udp.trunk.test", 10, 0, 5070, "a.trunk.test")
                .srv("_sip._udp.trunk.test", 20, 0, 5080, "b.trunk.test")
                .a("a.trunk.test", "192.0.2.1")
                .a("b.trunk.test", "192.0.2.2");
        SipTarget first = found("sip:t@trunk.test").getFirst();

        locator.failed(first, Duration.ofMinutes(1));

        assertThat(places("sip:t@trunk.test")).containsExactly("UDP 192.0.2.2:5080", "UDP 192.0.2.1:5070");
        locator.answered(first);
        assertThat(places("sip:t@trunk.test")).containsExactly("UDP 192.0.2.1:5070", "UDP 192.0.2.2:5080");
    }

    @Test
    void anAnswerIsKeptAsLongAsItsShortestLifeWithinBounds() throws Exception {
        VirtualClock clock = new VirtualClock();
        SipServerLocator kept = new SipServerLocator(dns, clock);
        server.life(2).a("brief.test", "192.0.2.1");
        server.life(90)
                .naptr("minutes.test", 10, "SIP+D2U", "_sip._udp.minutes.test")
                .srv("_sip._udp.minutes.test", 1, 1, 5060, "a.minutes.test")
                .life(7000)
                .a("a.minutes.test", "192.0.2.1");
        server.life(1_000_000).a("ages.test", "192.0.2.1");

        assertThat(lifeOf(kept, clock, "sip:t@brief.test:5060")).isEqualTo(5);
        assertThat(lifeOf(kept, clock, "sip:t@minutes.test")).isEqualTo(90);
        assertThat(lifeOf(kept, clock, "sip:t@ages.test:5060")).isEqualTo(3600);
    }

    /** Seconds until the name server is asked again. */
    private int lifeOf(SipServerLocator kept, VirtualClock clock, String uri) throws Exception {
        SipAddress address = SipAddress.parse(uri, Transport.UDP).orElseThrow();
        kept.locate(address).toCompletableFuture().get(5, TimeUnit.SECONDS);
        int before = server.questions().size();
        for (int second = 1; second < 4000; second++) {
            clock.advance(Duration.ofSeconds(1));
            kept.locate(address).toCompletableFuture().get(5, TimeUnit.SECONDS);
            if (server.questions().size() > before) {
                return second;
            }
        }
        return -1;
    }
}
