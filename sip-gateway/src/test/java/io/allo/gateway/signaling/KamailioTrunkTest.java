// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.OutboundLegEvent.Answered;
import io.allo.gateway.call.OutboundLegEvent.Refused;
import io.allo.gateway.call.OutboundLegEvent.Ringing;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.TestCertificate;
import io.allo.gateway.peer.TestTrunks;
import io.allo.gateway.trunk.RegistrarPorts;
import io.allo.gateway.trunk.RegistrationLease;
import io.allo.gateway.trunk.RegistrationState;
import io.allo.gateway.trunk.SipServerLocator;
import io.allo.gateway.trunk.TrunkRegistrar;
import io.allo.testkit.sip.Kamailio;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real registrar and proxy as the trunk: two gateways register with digest, and one calls the other through it, over each transport (A100, C42, C50). */
class KamailioTrunkTest {
    @TempDir
    Path folder;

    private int tlsPort;

    private static Trunk account(int id, String user, String password, String uri) {
        Trunk base = TestTrunks.trunk(id, uri);
        return new Trunk(
                id,
                "business",
                base.label(),
                uri,
                user,
                password,
                null,
                null,
                "udp",
                base.contactToken(),
                id == 1,
                1,
                base.policy());
    }

    private static TrunkRegistrar registrar(GatewayUnderTest gateway, OutboundWorld world, Trunk trunk) {
        TrunkRegistrar registrar = new TrunkRegistrar(
                new RegistrarPorts(
                        gateway.sip().registrations(),
                        new SipServerLocator(new OutboundWorld.NoDns(), world.timers),
                        new AlwaysOurs(),
                        world.timers,
                        Runnable::run,
                        Duration.ofSeconds(1),
                        () -> 0),
                () -> true,
                (account, state) -> {});
        registrar.accounts(List.of(trunk));
        registrar.start();
        await().untilAsserted(
                        () -> assertThat(registrar.state(trunk.id())).isInstanceOf(RegistrationState.Registered.class));
        return registrar;
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp", "tls"})
    void registersAndCallsThrough(String transport) throws Exception {
        Kamailio.requireTls();
        TestCertificate certificate = new TestCertificate(folder, "trunk", "ip:127.0.0.1");
        certificate.writeCertificate(folder.resolve("trunk.crt"));
        certificate.writeKey(folder.resolve("trunk.key"));
        try (var worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0.1));
                var callee = new GatewayUnderTest(tls(), worker);
                var world = new OutboundWorld(tls(), new OutboundWorld.NoDns());
                var kamailio = new Kamailio(folder, config())) {
            int port = transport.equals("tls") ? tlsPort : kamailio.port();
            String uri = "@127.0.0.1:" + port + ";transport=" + transport;
            Trunk ours = account(1, "gateway", "gw-secret", "sip:gateway" + uri);
            Trunk theirs = account(2, "+33123456780", "callee-secret", "sip:+33123456780" + uri);
            TrunkRegistrar calling = registrar(world.gateway, world, ours);
            TrunkRegistrar called = registrar(callee, world, theirs);
            world.with(ours);

            OutboundWorld.Leg leg = world.dial("01 23 45 67 80");

            world.expect(Ringing.class);
            assertThat(world.expect(Answered.class).audio().remote().getPort()).isPositive();
            await().until(() -> callee.calls().active() == 1);
            leg.hangUp();
            await().untilAsserted(() -> {
                assertThat(callee.telemetry().ended()).hasSize(1);
                assertThat(callee.sip().legs() + world.gateway.sip().legs()).isZero();
            });

            called.stop();
            calling.stop();
            world.events.clear();
            world.dial("01 23 45 67 80");
            assertThat(world.expect(Refused.class).status()).isEqualTo(404);
        }
    }

    private Map<String, String> tls() {
        String file = folder.resolve("trunk.crt").toString();
        return Map.of(
                "tls-certificate",
                file,
                "tls-key",
                folder.resolve("trunk.key").toString(),
                "tls-trust",
                file,
                "tls-port",
                "0");
    }

    private String config() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            tlsPort = free.getLocalPort();
        }
        String lines = """
                enable_tls=yes
                listen=tls:127.0.0.1:%d
                loadmodule "tls.so"
                modparam("tls", "tls_method", "TLSv1.2+")
                modparam("tls", "certificate", "%s")
                modparam("tls", "private_key", "%s")
                """.formatted(tlsPort, folder.resolve("trunk.crt"), folder.resolve("trunk.key"));
        return Kamailio.config("registrar.cfg").replace("@TLS@", lines);
    }

    /** One gateway alone. */
    private static final class AlwaysOurs implements RegistrationLease {
        @Override
        public CompletionStage<Grant> hold(int sipAccountId) {
            return completedFuture(new Grant.Held(Optional.empty()));
        }

        @Override
        public void contact(int sipAccountId, String contact) {
            // nobody asks
        }

        @Override
        public CompletionStage<Void> release(int sipAccountId) {
            return completedFuture(null);
        }

        @Override
        public CompletionStage<Boolean> othersAlive() {
            return completedFuture(false);
        }

        @Override
        public CompletionStage<Boolean> succeeded(int sipAccountId) {
            return completedFuture(false);
        }
    }
}
