// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.SystemTimers;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.SipServerPeer;
import io.allo.gateway.peer.TcpRelay;
import io.allo.gateway.peer.TestTrunks;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two live gateways, one Redis, one registrar: an account is held by one of them, whatever happens to it (C41, C48). */
@QuarkusTest
class TwoGatewaysTest {
    private static final int ACCOUNT = 7101;
    /** Short, so that refreshes are seen. */
    private static final int GRANTED_SECONDS = 4;

    @Inject
    Vertx vertx;

    @Inject
    RedisDataSource redis;

    @ConfigProperty(name = "quarkus.redis.hosts")
    URI redisUri;

    private final SipServerPeer registrar = new SipServerPeer();
    private final List<Replica> replicas = new ArrayList<>();
    private TcpRelay relay;
    private Redis client;

    /** A gateway's SIP and registrations, as its process has them. */
    private final class Replica {
        final SystemTimers timers = new SystemTimers();
        final GatewayUnderTest gateway = new GatewayUnderTest();
        final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        final TrunkRegistrar accounts;

        Replica(String name) {
            accounts = new TrunkRegistrar(
                    new RegistrarPorts(
                            gateway.sip().registrations(),
                            new SipServerLocator(new RegistrarWorld.NoDns(), timers),
                            new RedisRegistrationLease(client, Clock.systemUTC(), name),
                            timers,
                            threads,
                            Duration.ofSeconds(1),
                            () -> 0),
                    () -> true,
                    (trunk, state) -> {});
            accounts.accounts(List.of(account()));
            accounts.start();
            replicas.add(this);
        }

        /** No last word to anybody: kill -9. */
        void kill() {
            timers.close();
            gateway.close();
        }

        String contact() {
            return "sip:token" + ACCOUNT + "@127.0.0.1:" + gateway.port();
        }

        boolean isRegistered() {
            return accounts.state(ACCOUNT) instanceof RegistrationState.Registered;
        }
    }

    private Trunk account() {
        return TestTrunks.trunk(ACCOUNT, "sip:gateway@" + registrar.address());
    }

    @BeforeEach
    void wires() {
        forget();
        relay = new TcpRelay(redisUri);
        client = Redis.createClient(vertx, "redis://127.0.0.1:" + relay.port());
        registrar.script(request -> request.method().equals("REGISTER")
                ? List.of(SipServerPeer.response(request, 200, "r", "", "Expires: " + GRANTED_SECONDS))
                : List.of());
    }

    @AfterEach
    void stop() {
        replicas.forEach(Replica::kill);
        client.close();
        relay.close();
        registrar.close();
        forget();
    }

    private void forget() {
        redis.key().del("trunk:{7101}:holder", "trunk:{7101}:contact", "trunk:gateways");
    }

    private List<String> contacts() {
        return registrar.requests("REGISTER").stream()
                .map(request -> request.header("Contact"))
                .toList();
    }

    private Replica holder() {
        Replica holder = new Replica("two-gateways-a");
        await().until(holder::isRegistered);
        return holder;
    }

    private static String bound(Replica replica) {
        return "<" + replica.contact() + ">;expires=3600";
    }

    /** The one REGISTER that moves the account. */
    private static String moved(Replica from, Replica to) {
        return "<" + from.contact() + ">;expires=0," + bound(to);
    }

    @Test
    void aKilledHolderIsSucceededWithinThirtySecondsByOneRegisterThatRemovesItsContact() {
        Replica holder = holder();
        Replica other = new Replica("two-gateways-b");
        await().during(Duration.ofSeconds(6))
                .atMost(Duration.ofSeconds(8))
                .untilAsserted(() -> assertThat(contacts()).isNotEmpty().containsOnly(bound(holder)));

        holder.kill();
        int before = contacts().size();

        await().atMost(Duration.ofSeconds(30)).until(other::isRegistered);
        assertThat(contacts().subList(before, contacts().size())).first().isEqualTo(moved(holder, other));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(contacts()).last().isEqualTo(bound(other)));
    }

    @Test
    void onSigtermTheSuccessorRegistersFirstThenTheOldOneLeavesWithoutAWord() throws Exception {
        Replica holder = holder();
        Replica other = new Replica("two-gateways-b");
        await().until(() -> redis.sortedSet(String.class).zcard("trunk:gateways") >= 2);

        holder.accounts.stop();

        assertThat(other.isRegistered()).isTrue();
        assertThat(contacts()).contains(moved(holder, other));
        assertThat(contacts()).doesNotContain("<" + holder.contact() + ">;expires=0");
    }

    @Test
    void aloneItUnregistersOnSigterm() throws Exception {
        Replica holder = holder();

        holder.accounts.stop();

        assertThat(contacts()).last().isEqualTo("<" + holder.contact() + ">;expires=0");
    }

    @Test
    void withoutRedisTheHolderGoesOnAndTheOtherStaysAway() {
        Replica holder = holder();
        Replica other = new Replica("two-gateways-b");
        await().until(() -> redis.sortedSet(String.class).zcard("trunk:gateways") >= 2);

        relay.cut();
        int before = contacts().size();
        await().atMost(Duration.ofSeconds(15)).until(() -> contacts().size() >= before + 3);
        assertThat(holder.isRegistered()).isTrue();
        relay.mend();

        int mended = contacts().size();
        await().atMost(Duration.ofSeconds(15)).until(() -> contacts().size() >= mended + 2);
        assertThat(contacts()).containsOnly(bound(holder));
        assertThat(other.isRegistered()).isFalse();
    }
}
