// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.contracts.events.CallEvent;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.peer.FakeSounds;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows A93, A94, C18, C19, C22, C23, C25: the announcement, REFER, and the way back. */
class TransferTest {
    private final CallWorld world = new CallWorld();
    private final TransferChecks transfers = new TransferChecks(world);

    @Test
    void announcementIsHeardFirst() {
        // Given
        world.answered();
        transfers.caller().talking(true);
        world.worker(new StreamMessage.Transfer("sid", "+33123456789"));
        assertThat(world.wire).containsExactly("180", "200");

        // When
        transfers.caller().talking(false);

        // Then
        assertThat(world.wire).containsExactly("180", "200", "REFER 0123456789");
        assertThat(transfers.caller().log()).endsWith("play " + FakeSounds.RINGBACK);
    }

    @Test
    void announcementThatDoesNotEndIsCutAfterEightSeconds() {
        // Given
        world.answered();
        transfers.caller().talking(true);
        world.worker(new StreamMessage.Transfer("sid", "+33123456789"));

        // When
        world.clock.advance(CallWorld.PLAY_OUT);

        // Then
        assertThat(world.wire).contains("REFER 0123456789");
    }

    @Test
    void referIsFollowedToItsEnd() {
        // Given
        world.referring();
        world.referAnswered(202);
        world.notified(100, false);
        world.notified(180, false);

        // When
        world.notified(200, true);

        // Then
        assertThat(world.wire).containsExactly("180", "200", "REFER 0123456789", "BYE");
        assertThat(world.stream().told).endsWith("outcome transferred", "closed transferred");
        transfers.handedOver();
    }

    @Test
    void notifyThatOvertakesThe202Counts() {
        // Given
        world.referring();

        // When
        world.notified(200, true);

        // Then
        transfers.handedOver();
    }

    @Test
    void peerThatHangsUpAfterTheReferHasTakenTheCaller() {
        // Given
        world.referring();
        world.referAnswered(202);

        // When
        world.call.post(new CallInput.RemoteHungUp());

        // Then
        assertThat(world.wire).doesNotContain("BYE");
        transfers.handedOver();
    }

    @Test
    void callerWhoHangsUpBeforeThe202WasNotTransferred() {
        // Given
        world.referring();

        // When
        world.call.post(new CallInput.RemoteHungUp());

        // Then
        assertThat(world.reason()).isEqualTo(EndReason.CALLER_HANGUP);
    }

    @ParameterizedTest
    @CsvSource({"405, failed", "603, declined", "403, forbidden"})
    void whereOnlyReferIsAllowedNothingIsDialled(int status, String outcome) {
        // Given
        world.answered();
        world.worker(new StreamMessage.Transfer("sid", "+33123456789", StreamMessage.Transfer.Mode.REFER));

        // When
        world.referAnswered(status);

        // Then
        assertThat(world.dialer.legs()).isEmpty();
        transfers.takenBack(outcome);
    }

    @Test
    void whereOnlyReferIsAllowedAndThePeerTakesNoneTheCallerStays() {
        // Given
        world.takesRefer = false;
        world.answered();

        // When
        world.worker(new StreamMessage.Transfer("sid", "+33123456789", StreamMessage.Transfer.Mode.REFER));

        // Then
        transfers.takenBack("failed");
        assertThat(world.telemetry.transfers()).containsExactly("none failed");
    }

    @Test
    void bridgeIsMadeAtOnceWhereItIsAskedFor() {
        // Given
        world.answered();

        // When
        world.worker(new StreamMessage.Transfer("sid", "+33123456789", StreamMessage.Transfer.Mode.BRIDGE));

        // Then
        assertThat(world.wire).containsExactly("180", "200");
        assertThat(world.dialer.legs()).hasSize(1);
    }

    @Test
    void eventsAndMetricsSayHowItWent() {
        // Given
        world.referring().referAnswered(405);

        // When
        world.clock.advance(Duration.ofSeconds(3));
        world.dialer.last().says(new OutboundLegEvent.Refused(486, "busy"));
        world.worker(new StreamMessage.Transfer("sid", "+33123456789"));
        world.referAnswered(202);
        world.notified(200, true);

        // Then
        assertThat(world.telemetry.transfers()).containsExactly("bridge busy", "refer transferred");
        assertThat(world.eventNames())
                .endsWith("TransferStarted", "TransferEnded", "TransferStarted", "TransferEnded", "CallEnded");
        CallEvent.TransferEnded busy = world.events.stream()
                .filter(CallEvent.TransferEnded.class::isInstance)
                .map(CallEvent.TransferEnded.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(busy.status()).isEqualTo(486);
        assertThat(busy.durationMs()).isEqualTo(3000);
    }

    @Test
    void transferThatItsCallDidNotOutliveWasAbandoned() {
        // Given
        world.dialling();

        // When
        world.call.post(new CallInput.RemoteHungUp());

        // Then
        assertThat(world.telemetry.transfers()).containsExactly("bridge abandoned");
    }

    @ParameterizedTest
    @CsvSource({"486, busy", "603, declined", "480, no-answer", "408, no-answer", "404, unknown-number", "503, failed"})
    void callerIsTakenBackWhenTheTrunkCannotReachTheTarget(int status, String outcome) {
        // Given
        world.referring();
        world.referAnswered(202);

        // When
        world.notified(status, true);

        // Then
        assertThat(world.dialer.legs()).isEmpty();
        transfers.takenBack(outcome);
    }

    @Test
    void callerIsTakenBackFromATrunkThatNeverTells() {
        // Given
        world.referring();
        world.referAnswered(202);

        // When
        world.clock.advance(TransferLimits.DEFAULT.refer());

        // Then
        transfers.takenBack("no-answer");
    }

    @Test
    void callerIsTakenBackWhenTheSubscriptionEndsWithoutAnOutcome() {
        // Given
        world.referring();
        world.referAnswered(202);

        // When
        world.notified(100, true);

        // Then
        transfers.takenBack("failed");
    }

    @Test
    void callerIsTakenBackFromAPeerThatDoesNotAnswerRefer() {
        // Given
        world.referring();

        // When
        world.clock.advance(Duration.ofSeconds(10));

        // Then
        assertThat(world.dialer.legs()).isEmpty();
        transfers.takenBack("no-answer");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 405, 420, 501, 503, 603})
    void gatewayBridgesWhenReferIsRefused(int status) {
        // Given
        world.referring();

        // When
        world.referAnswered(status);

        // Then
        DialRequest request = transfers.dialled().request();
        assertThat(request.target()).isEqualTo("+33123456789");
        assertThat(request.origin()).isEqualTo(DialRequest.Origin.AGENT);
        assertThat(request.sipAccountId()).isEqualTo(7);
        assertThat(request.callerNumber()).isEqualTo("+33612345678");
        assertThat(world.stream().told).as("released on success only").doesNotContain("closed transferred");
    }

    @Test
    void gatewayBridgesAtOnceWhenTheTrunkWantsNoRefer() {
        // Given
        world.verdict = new ReferPolicy.Verdict.Bridge();

        // When
        world.referring();

        // Then
        assertThat(world.wire).containsExactly("180", "200");
        assertThat(world.dialer.legs()).hasSize(1);
    }

    @Test
    void numberThatMayNotBeDialledIsRefusedAtOnce() {
        // Given
        world.verdict = new ReferPolicy.Verdict.Refused("premium");

        // When
        world.referring();

        // Then
        assertThat(world.wire).containsExactly("180", "200");
        assertThat(transfers.caller().log()).doesNotContain("play " + FakeSounds.RINGBACK);
        transfers.takenBack("forbidden");
    }

    @Test
    void callerIsTakenBackWhenNoPortIsFree() {
        // Given
        world.takesRefer = false;
        world.answered();
        world.media.exhausted(true);

        // When
        world.worker(new StreamMessage.Transfer("sid", "+33123456789"));

        // Then
        transfers.takenBack("failed");
    }

    @Test
    void lateWordsOfAnEarlierTryMeanNothing() {
        // Given
        world.referring();
        int first = world.refer;
        world.referAnswered(202);
        world.notified(486, false);
        world.worker(new StreamMessage.Transfer("sid", "+33199999999"));

        // When
        world.call.post(new CallInput.OfTransfer.ReferNotified(first, 200, true));

        // Then
        assertThat(world.call.state()).isInstanceOf(CallState.Transferring.class);
        assertThat(world.refer).isNotEqualTo(first);
    }

    @Test
    void thereIsNoTransferBeforeTheAnswer() {
        // Given
        world.ringing();

        // When
        world.worker(new StreamMessage.Transfer("sid", "+33123456789"));

        // Then
        assertThat(world.stream().told).endsWith("outcome failed");
        assertThat(world.wire).containsExactly("180");
    }
}
