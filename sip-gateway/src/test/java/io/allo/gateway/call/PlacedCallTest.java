// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.contracts.events.CallEvent;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.peer.FakeDialer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call that the gateway places: the session is ready before anybody is dialled. */
class PlacedCallTest {
    private final CallWorld world = new CallWorld();
    private Call call;

    @BeforeEach
    void place() {
        CallRequest request = CallRequest.placed(
                new CallId("call-out-1"),
                "+33612345678",
                world.clock.now(),
                7,
                new Placement(DialRequest.Origin.API, "account", 42, Duration.ofSeconds(40), Map.of()));
        assertThat(world.calls.place(request, Runnable::run)).isInstanceOf(CallController.Admission.Admitted.class);
        call = world.calls.find(new CallId("call-out-1")).orElseThrow();
    }

    private void ready() {
        world.stream().listener.opened();
        world.worker(new StreamMessage.Ring("sid", 9));
        world.worker(new StreamMessage.Answer("sid"));
    }

    private FakeDialer.Leg dialled() {
        return world.dialer.last();
    }

    private void answers() {
        dialled().says(new OutboundLegEvent.Answered(CallWorld.audio(Codec.PCMU, Direction.SENDRECV)));
    }

    private List<String> events() {
        return world.events.stream()
                .filter(event -> event.callId().equals("call-out-1"))
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    @Test
    void nobodyIsDialledBeforeTheSessionIsReady() {
        // Given
        world.stream().listener.opened();
        assertThat(world.dialer.legs()).isEmpty();

        // When
        world.worker(new StreamMessage.Answer("sid"));

        // Then
        DialRequest request = dialled().request();
        assertThat(request.target()).isEqualTo("+33612345678");
        assertThat(request.origin()).isEqualTo(DialRequest.Origin.API);
        assertThat(request.sipAccountId()).isEqualTo(7);
        assertThat(world.stream().start.call().direction()).isEqualTo(CallRequest.OUTBOUND);
    }

    @Test
    void agentTalksWhenThePersonAnswers() {
        // Given
        ready();
        dialled().says(new OutboundLegEvent.Ringing(180));
        assertThat(events()).containsExactly("CallOffered", "CallRinging");
        assertThat(world.stream().told).as("the worker hears that it rings").endsWith("alerting");
        assertThat(world.media.last().isSending()).isFalse();

        // When
        answers();

        // Then
        assertThat(call.state()).isInstanceOf(CallState.Answered.class);
        assertThat(world.stream().told).endsWith("answered");
        assertThat(world.media.last().isSending()).isTrue();
        assertThat(events()).containsExactly("CallOffered", "CallRinging", "CallAnswered");
        dialled().says(new OutboundLegEvent.HungUp());
        assertThat(((CallState.Ended) call.state()).reason()).isEqualTo(EndReason.CALLER_HANGUP);
        assertThat(world.events)
                .last()
                .isInstanceOfSatisfying(
                        CallEvent.CallEnded.class,
                        ended -> assertThat(ended.reason()).isEqualTo(EndReason.CALLER_HANGUP));
    }

    @ParameterizedTest
    @CsvSource({
        "486, busy",
        "480, no-answer",
        "603, declined",
        "403, dial-refused",
        "404, not-reached",
        "500, not-reached"
    })
    void endSaysWhyNobodyWasReached(int status, String slug) {
        // Given
        ready();

        // When
        dialled().says(new OutboundLegEvent.Refused(status, "refused"));

        // Then
        assertThat(((CallState.Ended) call.state()).reason().slug()).isEqualTo(slug);
        assertThat(events()).containsExactly("CallOffered", "CallRejected", "CallEnded");
        assertThat(world.media.openLegs()).isZero();
        assertThat(world.held).isEmpty();
    }

    @Test
    void callThatIsHungUpWhileItRingsIsCancelled() {
        // Given
        ready();

        // When
        call.post(new CallInput.ShutDown(EndReason.AGENT_HANGUP));

        // Then
        assertThat(dialled().log()).containsExactly("CANCEL");
        assertThat(world.media.openLegs()).isZero();
    }

    @Test
    void withoutASessionNobodyIsDialled() {
        // When
        world.stream().listener.opened();
        world.clock.advance(CallWorld.RING_UNKNOWN.plus(CallWorld.GRACE));

        // Then
        assertThat(world.dialer.legs()).isEmpty();
        assertThat(((CallState.Ended) call.state()).reason()).isEqualTo(EndReason.NO_WORKER);
    }

    @Test
    void placedCallMayBeTransferredByABridge() {
        // Given
        ready();
        answers();

        // When
        world.worker(new StreamMessage.Transfer("sid", "+33123456789"));
        answers();

        // Then
        assertThat(call.state()).isInstanceOf(CallState.Bridged.class);
        dialled().says(new OutboundLegEvent.HungUp());
        assertThat(world.dialer.openLegs()).isZero();
        assertThat(((CallState.Ended) call.state()).reason()).isEqualTo(EndReason.TRANSFERRED);
    }
}
