// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.trunk.Trunk;
import io.allo.contracts.trunk.TrunkPolicy;
import io.allo.gateway.peer.TestTrunks;
import io.allo.gateway.trunk.RegisterClient.Outcome;
import io.allo.gateway.trunk.RegistrationLease.Grant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** C41, C42, C43, C48: the timeline of registrations on a virtual clock. */
class TrunkRegistrarTest {
    private static final Trunk ONE = TestTrunks.trunk(1, "sip:gateway@192.0.2.10");
    private static final Trunk TWO = TestTrunks.trunk(2, "sip:gateway@192.0.2.20");

    private final RegistrarWorld world = new RegistrarWorld();

    private static Trunk changed(Trunk trunk, String password) {
        return new Trunk(
                trunk.id(),
                trunk.accountId(),
                trunk.label(),
                trunk.trunkUri(),
                trunk.username(),
                password,
                trunk.contactHost(),
                trunk.contactPort(),
                trunk.contactTransport(),
                trunk.contactToken(),
                trunk.isDefault(),
                trunk.revision() + 1,
                trunk.policy());
    }

    @Test
    void allAccountsRegisterAtOnce() {
        world.start(ONE, TWO);

        assertThat(world.times()).containsExactly(0.0, 0.0);
        assertThat(world.trunks.registered()).isEqualTo(2);
        assertThat(world.states)
                .containsExactlyInAnyOrder("1 registering", "1 registered", "2 registering", "2 registered");
        assertThat(world.contacts).containsEntry(1, "sip:token1@192.0.2.1:5060");
    }

    @Test
    void refreshesAtEightyPercentOfTheGrantedTime() {
        world.registrar = attempt -> new Outcome.Granted(Duration.ofSeconds(100));
        world.start(ONE);

        world.seconds(161);

        assertThat(world.times()).containsExactly(0.0, 80.0, 160.0);
        assertThat(world.states).containsExactly("1 registering", "1 registered");
    }

    @Test
    void backsOffFromFiveToSixtySecondsForEver() {
        world.registrar = attempt -> new Outcome.Failed(503, null);
        world.start(ONE);

        world.seconds(300);

        // 5, 10, 20, 40, 50, 50 s and a tenth more each (jitter of the test: the middle of a fifth)
        assertThat(world.times()).containsExactly(0.0, 5.5, 16.5, 38.5, 82.5, 137.5, 192.5, 247.5);
        assertThat(world.states.getLast()).isEqualTo("1 unreachable");
    }

    @Test
    void silenceCountsAfterTenSeconds() {
        world.registrar = attempt -> null;
        world.start(ONE);

        world.seconds(16);

        assertThat(world.times()).containsExactly(0.0, 15.5);
    }

    @Test
    void aSuccessResetsTheBackOff() {
        world.registrar = attempt ->
                world.sent.size() == 3 ? new Outcome.Granted(Duration.ofSeconds(10)) : new Outcome.Failed(500, null);
        world.start(ONE);

        world.seconds(31);

        assertThat(world.times()).containsExactly(0.0, 5.5, 16.5, 24.5, 30.0);
    }

    @Test
    void aLongerPauseThatTheRegistrarAsksForIsKept() {
        world.registrar = attempt -> new Outcome.Failed(503, Duration.ofSeconds(120));
        world.start(ONE);

        world.seconds(121);

        assertThat(world.times()).containsExactly(0.0, 120.0);
    }

    @Test
    void tooBriefIsAskedAgainWithTheLeast() {
        world.registrar = attempt -> attempt.expires().toSeconds() < 7200
                ? new Outcome.TooBrief(Duration.ofHours(2))
                : new Outcome.Granted(attempt.expires());
        world.start(ONE);

        assertThat(world.sent)
                .extracting(sent -> sent.attempt().expires())
                .containsExactly(Duration.ofHours(1), Duration.ofHours(2));
        assertThat(world.trunks.registered()).isEqualTo(1);
    }

    @Test
    void aRejectedAccountIsTriedEveryHalfHour() {
        world.registrar = attempt -> new Outcome.Rejected(403, "no");
        world.start(ONE);

        world.seconds(3601);

        assertThat(world.times()).containsExactly(0.0, 1800.0, 3600.0);
        assertThat(world.trunks.state(1)).isInstanceOf(RegistrationState.Rejected.class);
        assertThat(world.states).containsSubsequence("1 registering", "1 rejected");
    }

    @Test
    void aChangedAccountIsTriedAtOnce() {
        world.registrar = attempt -> "right".equals(attempt.trunk().password())
                ? new Outcome.Granted(Duration.ofHours(1))
                : new Outcome.Rejected(403, "no");
        world.start(ONE);
        world.seconds(60);

        world.trunks.accounts(List.of(changed(ONE, "right")));

        assertThat(world.times()).containsExactly(0.0, 60.0);
        assertThat(world.trunks.registered()).isEqualTo(1);
    }

    @Test
    void addedAndRemovedAccountsFollowAtOnce() {
        world.start(ONE);
        world.seconds(7);

        world.trunks.accounts(List.of(TWO));

        assertThat(world.sent).extracting(sent -> sent.attempt().trunk().id()).containsExactly(1, 1, 2);
        assertThat(world.sent.get(1).attempt().expires()).isZero();
        assertThat(world.released).containsExactly(1);
        assertThat(world.trunks.registered()).isEqualTo(1);
    }

    @Test
    void nobodyIsRegisteredBeforeTheGatewayIsReady() {
        world.ready = false;
        world.start(ONE);
        world.seconds(20);
        assertThat(world.sent).isEmpty();

        world.ready = true;
        world.seconds(1);

        assertThat(world.sent).hasSize(1);
    }

    @Test
    void unregistersOnStop() throws Exception {
        world.start(ONE, TWO);

        world.trunks.stop();

        assertThat(world.sent.subList(2, 4))
                .extracting(sent -> sent.attempt().expires())
                .containsOnly(Duration.ZERO);
        assertThat(world.clock.pending()).isZero();
    }

    @Test
    void aSuccessorMakesUnregisteringNeedless() throws Exception {
        world.start(ONE);
        world.others = true;

        world.trunks.stop();

        assertThat(world.released).containsExactly(1);
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void onlyTheHolderRegistersAndATakeoverBringsTheFormerContact() {
        world.grants.put(1, new Grant.Elsewhere());
        world.start(ONE);
        world.seconds(20);
        assertThat(world.sent).isEmpty();

        world.grants.put(1, new Grant.Held(Optional.of("sip:token1@192.0.2.99:5060")));
        world.seconds(5);

        assertThat(world.sent)
                .singleElement()
                .satisfies(sent -> assertThat(sent.attempt().formerContact()).contains("sip:token1@192.0.2.99:5060"));
    }

    @Test
    void withoutRedisTheHolderGoesOn() {
        world.registrar = attempt -> new Outcome.Granted(Duration.ofSeconds(100));
        world.start(ONE);
        world.grants.put(1, new Grant.Unknown());

        world.seconds(81);

        assertThat(world.times()).containsExactly(0.0, 80.0);
    }

    @Test
    void anAccountTakenOverIsLeftAlone() {
        world.registrar = attempt -> new Outcome.Granted(Duration.ofSeconds(100));
        world.start(ONE);
        world.grants.put(1, new Grant.Elsewhere());

        world.seconds(200);

        assertThat(world.sent).hasSize(1);
        assertThat(world.trunks.state(1)).isInstanceOf(RegistrationState.Waiting.class);
    }

    @Test
    void keepsTheWayOpenAndRegistersAnewWhenPingsStaySilent() {
        TrunkPolicy policy = TestTrunks.policy(3600, 30, 25);
        world.start(TestTrunks.trunk(1, "sip:gateway@192.0.2.10", policy));
        world.seconds(100);
        assertThat(world.keepAlives).isEqualTo(4);
        assertThat(world.sent).hasSize(1);

        world.pingStatus = 408;
        world.seconds(61);

        assertThat(world.sent).hasSize(2);
    }
}
