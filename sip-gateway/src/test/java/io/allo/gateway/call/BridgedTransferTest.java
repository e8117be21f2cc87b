// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row C25: the gateway dials itself, and joins the two. */
class BridgedTransferTest {
    private final CallWorld world = new CallWorld();
    private final TransferChecks transfers = new TransferChecks(world);

    @Test
    void gatewayBridgesAtOnceWhenThePeerTakesNoRefer() {
        // When
        world.dialling();

        // Then
        assertThat(world.wire).containsExactly("180", "200");
        assertThat(world.dialer.legs()).hasSize(1);
    }

    @Test
    void callerOfNoAccountIsDialledForByHisAgentsBusiness() {
        // Given
        CallRequest bare = new CallRequest(new CallId("call-0001"), "+33612345678", "restaurant", Instant.EPOCH);
        CallRequest trunks = new CallRequest(new CallId("call-0002"), "+33612345678", "restaurant", Instant.EPOCH, 7);
        TransferOrder order = new TransferOrder(
                "+33123456789", StreamMessage.Transfer.Mode.BLIND, DialRequest.Origin.AGENT, "business", 3);

        // When
        DialRequest byAgent = DialRequest.bridging(bare, order, 30000, Duration.ofSeconds(30));
        DialRequest byTrunk = DialRequest.bridging(trunks, order, 30000, Duration.ofSeconds(30));

        // Then
        assertThat(byAgent.accountId()).isEqualTo("business");
        assertThat(byAgent.sipAccountId()).isEqualTo(3);
        assertThat(byTrunk.accountId()).isNull();
        assertThat(byTrunk.sipAccountId()).isEqualTo(7);
    }

    @Test
    void bridgeNeedsNoWorker() {
        // When
        world.bridged();

        // Then
        assertThat(world.call.state()).isInstanceOf(CallState.Bridged.class);
        assertThat(transfers.caller().bridged()).isSameAs(transfers.target());
        assertThat(world.stream().told).endsWith("outcome transferred", "closed transferred");
        assertThat(world.held).isEmpty();
        assertThat(world.clock.pending()).as("only the longest duration").isEqualTo(1);
    }

    @Test
    void callerOfABridgeHangsUp() {
        // Given
        world.bridged();

        // When
        world.call.post(new CallInput.RemoteHungUp());

        // Then
        assertThat(transfers.dialled().log()).containsExactly("BYE");
        assertThat(world.wire).doesNotContain("BYE");
        transfers.handedOver();
    }

    @Test
    void targetOfABridgeHangsUp() {
        // Given
        world.bridged();

        // When
        transfers.dialled().says(new OutboundLegEvent.HungUp());

        // Then
        assertThat(world.wire).endsWith("BYE");
        transfers.handedOver();
    }

    @Test
    void holdCrossesTheBridge() {
        // Given
        world.bridged();

        // When
        world.call.post(new CallInput.Renegotiated(CallWorld.audio(Codec.PCMA, Direction.RECVONLY)));
        world.call.post(new CallInput.Renegotiated(CallWorld.audio(Codec.PCMA, Direction.SENDRECV)));

        // Then
        assertThat(transfers.dialled().log()).containsExactly("re-INVITE SENDONLY", "re-INVITE SENDRECV");
        assertThat(transfers.caller().log()).contains("negotiated PCMA RECVONLY", "negotiated PCMA SENDRECV");
    }

    @Test
    void holdOfTheTargetCrossesTheBridge() {
        // Given
        world.bridged();

        // When
        targetTurns(Direction.RECVONLY);
        callerTurns(Direction.SENDONLY); // his answer to our re-INVITE
        targetTurns(Direction.SENDRECV);
        callerTurns(Direction.SENDRECV);

        // Then
        assertThat(world.wire).endsWith("re-INVITE SENDONLY", "re-INVITE SENDRECV");
        assertThat(transfers.dialled().log()).as("nothing echoes").isEmpty();
    }

    @Test
    void bothMayHoldAndEachIsReleasedByItself() {
        // Given
        world.bridged();
        callerTurns(Direction.RECVONLY);
        targetTurns(Direction.SENDONLY); // his answer
        targetTurns(Direction.INACTIVE); // he holds too
        callerTurns(Direction.INACTIVE); // the caller's answer

        // When
        callerTurns(Direction.SENDONLY); // the caller is back, as far as we let him
        targetTurns(Direction.RECVONLY); // the target's answer: he still holds
        targetTurns(Direction.SENDRECV); // he is back
        callerTurns(Direction.SENDRECV);

        // Then
        assertThat(transfers.dialled().log()).containsExactly("re-INVITE SENDONLY", "re-INVITE SENDRECV");
        assertThat(world.wire).endsWith("re-INVITE SENDONLY", "re-INVITE SENDRECV");
    }

    @Test
    void targetLearnsThatTheCallerHeldBeforeHeAnswered() {
        // Given
        world.answered();
        callerTurns(Direction.INACTIVE);
        world.takesRefer = false;
        world.worker(new StreamMessage.Transfer("sid", "+33123456789"));

        // When
        transfers.dialled().says(new OutboundLegEvent.Answered(CallWorld.audio(Codec.PCMU, Direction.SENDRECV)));

        // Then
        assertThat(transfers.dialled().log()).containsExactly("re-INVITE INACTIVE");
    }

    private void callerTurns(Direction direction) {
        world.call.post(new CallInput.Renegotiated(CallWorld.audio(Codec.PCMA, direction)));
    }

    private void targetTurns(Direction direction) {
        transfers.dialled().says(new OutboundLegEvent.Renegotiated(CallWorld.audio(Codec.PCMU, direction)));
    }

    @Test
    void codecChangeAndKeysCrossTheBridge() {
        // Given
        world.bridged();

        // When
        transfers.dialled().says(new OutboundLegEvent.Renegotiated(CallWorld.audio(Codec.PCMA, Direction.SENDRECV)));
        transfers.dialled().says(new OutboundLegEvent.InfoDigit('5'));

        // Then
        assertThat(transfers.target().log()).contains("negotiated PCMA SENDRECV");
        assertThat(transfers.caller().log()).contains("digits 5");
    }

    @Test
    void silentTargetOfABridgeEndsTheCall() {
        // Given
        world.bridged();

        // When
        transfers.target().listener().mediaTimeout();

        // Then
        assertThat(transfers.dialled().log()).containsExactly("BYE");
        assertThat(world.wire).endsWith("BYE");
        assertThat(world.reason()).isEqualTo(EndReason.MEDIA_TIMEOUT);
    }

    @Test
    void callerHearsTheTargetsOwnRinging() {
        // Given
        world.dialling();

        // When
        transfers.dialled().says(new OutboundLegEvent.EarlyMedia(CallWorld.audio(Codec.PCMU, Direction.SENDRECV)));

        // Then
        assertThat(transfers.caller().bridged()).isSameAs(transfers.target());
        assertThat(world.call.state()).isInstanceOf(CallState.Transferring.class);
        transfers.dialled().says(new OutboundLegEvent.Refused(486, "busy"));
        assertThat(transfers.caller().bridged()).isNull();
        transfers.takenBack("busy");
    }

    @ParameterizedTest
    @CsvSource({"486, busy", "480, no-answer", "603, declined", "403, forbidden", "500, failed"})
    void callerIsTakenBackWhenTheTargetDoesNotAnswer(int status, String outcome) {
        // Given
        world.dialling();

        // When
        transfers.dialled().says(new OutboundLegEvent.Refused(status, "refused"));

        // Then
        transfers.takenBack(outcome);
    }

    @Test
    void callerWhoGivesUpWhileItRingsCancelsTheLeg() {
        // Given
        world.dialling();

        // When
        world.call.post(new CallInput.RemoteHungUp());

        // Then
        assertThat(transfers.dialled().log()).containsExactly("CANCEL");
        assertThat(world.reason()).isEqualTo(EndReason.CALLER_HANGUP);
        assertThat(world.media.openLegs()).isZero();
    }

    @Test
    void workerIsNeitherHeardNorDeafWhileItRings() {
        // Given
        world.dialling();
        world.stream().told.clear();
        int before = transfers.caller().log().size();

        // When
        world.stream().listener.audio(transfers.frame(1));
        world.worker(new StreamMessage.Mark(null, "sid", new StreamMessage.Mark.Body("m1")));
        transfers.caller().speak();
        transfers.caller().listener().digit('1');
        transfers.caller().listener().turn(1, 600_000_000);

        // Then
        assertThat(transfers.caller().log()).hasSize(before);
        assertThat(world.stream().told).containsExactly("mark m1", "audio 0");
    }

    @Test
    void workerThatDiesMeanwhileDoesNotStopIt() {
        // Given
        world.dialling();

        // When
        world.stream().listener.lost("dead");
        transfers.dialled().says(new OutboundLegEvent.Answered(CallWorld.audio(Codec.PCMU, Direction.SENDRECV)));

        // Then
        assertThat(world.call.state()).isInstanceOf(CallState.Bridged.class);
        assertThat(world.streams).hasSize(1);
    }

    @Test
    void successorOfAWorkerThatDiedMeanwhileLearnsThatItFailed() {
        // Given
        world.dialling();
        world.stream().listener.lost("dead");

        // When
        transfers.dialled().says(new OutboundLegEvent.Refused(486, "busy"));
        world.stream().listener.opened();

        // Then
        assertThat(world.streams).hasSize(2);
        assertThat(world.stream().told).endsWith("outcome busy");
        transfers.takenBack("busy");
    }
}
