// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.peer.FakeSounds;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallTest {
    private final CallWorld world = new CallWorld();

    private static AudioFrame frame(int sequence) {
        return new AudioFrame(sequence, 1, 0, false, new byte[160]);
    }

    @Test
    void answersWhenTheRingTimeIsOverAndTheWorkerIsReady() {
        // Given
        world.ringing();
        world.worker(new StreamMessage.Ring("sid", 2));
        world.worker(new StreamMessage.Answer("sid"));

        // When, Then
        world.clock.advance(Duration.ofMillis(1999));
        assertThat(world.wire).containsExactly("180");
        world.clock.advance(Duration.ofMillis(1));
        assertThat(world.wire).containsExactly("180", "200");
    }

    @Test
    void waitsForTheWorkerBeyondTheRingTime() {
        // Given
        world.ringing();
        world.worker(new StreamMessage.Ring("sid", 1));
        world.clock.advance(Duration.ofSeconds(2));
        assertThat(world.wire).containsExactly("180");

        // When
        world.worker(new StreamMessage.Answer("sid"));

        // Then
        assertThat(world.wire).containsExactly("180", "200");
    }

    @Test
    void answersWithTheStoredGreetingWhenTheWorkerIsLate() {
        // Given
        world.ringing();
        world.worker(new StreamMessage.Ring("sid", 1));

        // When
        world.clock.advance(Duration.ofSeconds(4));
        world.call.post(new CallInput.Acknowledged(null));

        // Then
        assertThat(world.wire).containsExactly("180", "200");
        assertThat(world.media.last().log()).contains("play " + FakeSounds.GREETING);
    }

    @Test
    void ringTimeIsCappedByTheServer() {
        // Given
        world.ringing();
        world.worker(new StreamMessage.Ring("sid", 9999));
        world.worker(new StreamMessage.Answer("sid"));

        // When
        world.clock.advance(CallWorld.RING_CAP);

        // Then
        assertThat(world.wire).containsExactly("180", "200");
    }

    @Test
    void withoutAnyWorkerTheCallerIsToldToTryLater() {
        // Given
        world.workers.clear();

        // When
        world.begin();

        // Then
        assertThat(world.wire).containsExactly("503");
        assertThat(world.reason()).isEqualTo(EndReason.NO_WORKER);
        assertThat(world.eventNames()).containsExactly("CallOffered", "CallRejected", "CallEnded");
    }

    @Test
    void callerIsHeardFromTheAckOnAndWhatHeSaidSinceThe200IsNotLost() {
        // Given
        world.answering();
        var leg = world.media.last();
        assertThat(leg.isSending()).isTrue();
        assertThat(leg.isPaused()).isTrue();
        leg.listener().audio(frame(1));
        leg.listener().digit('5');
        assertThat(world.stream().told).containsExactly("ringing");

        // When
        world.call.post(new CallInput.Acknowledged(null));
        leg.listener().audio(frame(2));

        // Then
        assertThat(world.stream().told).containsExactly("ringing", "answered", "replay 1", "digit 5", "audio 2");
        assertThat(leg.isPaused()).isFalse();
    }

    @Test
    void nothingOfTheCallerIsKeptBeforeThe200() {
        // Given
        world.ringing();
        world.media.last().listener().audio(frame(1));

        // When
        world.worker(new StreamMessage.Answer("sid"));
        world.call.post(new CallInput.Acknowledged(null));

        // Then
        assertThat(world.stream().told).containsExactly("ringing", "answered");
    }

    @Test
    void hangupBeforeTheAckWaitsForIt() {
        // Given
        world.answering();
        world.worker(new StreamMessage.Hangup("sid", null));
        assertThat(world.wire).containsExactly("180", "200");

        // When
        world.call.post(new CallInput.Acknowledged(null));

        // Then
        assertThat(world.wire).containsExactly("180", "200", "BYE");
        assertThat(world.reason()).isEqualTo(EndReason.AGENT_HANGUP);
    }

    @Test
    void hangupWaitsForQueuedWordsButNotForEver() {
        // Given
        world.ending();
        world.media.last().pause();
        world.clock.advance(Duration.ofSeconds(1));

        // When
        world.clock.advance(CallWorld.PLAY_OUT);

        // Then
        assertThat(world.wire).containsExactly("180", "200", "BYE");
    }

    @Test
    void workerThatRefusesIsReplacedBeforeTheAnswer() {
        // Given
        world.begin();

        // When
        world.stream().listener.lost("refused");
        world.stream().listener.opened();
        world.worker(new StreamMessage.Answer("sid"));

        // Then
        assertThat(world.streams).hasSize(2);
        assertThat(world.stream().start.epoch()).isEqualTo(2);
        assertThat(world.stream().start.answered()).isFalse();
        assertThat(world.held).containsExactly("w2");
        assertThat(world.wire).containsExactly("180", "200");
    }

    @Test
    void lostWorkerIsFollowedByAnotherWithTheLastWordsOfTheCaller() {
        // Given
        world.answered();
        world.media.last().listener().audio(frame(7));

        // When
        world.stream().listener.lost("silent");
        world.media.last().listener().digit('1');
        world.clock.advance(Duration.ofMillis(1));
        world.stream().listener.opened();

        // Then
        assertThat(world.stream().start.epoch()).isEqualTo(2);
        assertThat(world.stream().start.answered()).isTrue();
        assertThat(world.stream().told).containsExactly("replay 7", "digit 1");
        assertThat(world.media.last().log()).contains("clear", "play " + FakeSounds.TONE);
        assertThat(world.held).containsExactly("w2");
        assertThat(world.reason()).isNull();
    }

    @Test
    void onlyWorkerIsTriedAgainAfterAPause() {
        // Given
        world.workers.subList(1, 5).clear();
        world.answered();

        // When
        world.stream().listener.lost("restarted");
        assertThat(world.streams).hasSize(1);
        world.clock.advance(Duration.ofSeconds(1));

        // Then
        assertThat(world.streams).hasSize(2);
        assertThat(world.reason()).isNull();
    }

    @Test
    void workerThatGoesIsFollowedWithoutATone() {
        // Given
        world.answered();
        CallWorld.FakeStream going = world.stream();

        // When
        going.listener.message(new StreamMessage.GoAway("sid"));
        world.stream().listener.opened();

        // Then
        assertThat(going.told).endsWith("closed"); // no stop: the record stays open
        assertThat(world.stream().start.epoch()).isEqualTo(2);
        assertThat(world.stream().start.answered()).isTrue();
        assertThat(world.media.last().log()).doesNotContain("clear", "play " + FakeSounds.TONE);
        assertThat(world.held).containsExactly("w2");
    }

    @Test
    void workerThatGoesKeepsTheCallWhenThereIsNoOther() {
        // Given
        world.workers.subList(1, 5).clear();
        world.answered();

        // When
        world.worker(new StreamMessage.GoAway("sid"));
        world.clock.advance(Duration.ofSeconds(5));
        world.worker(new StreamMessage.Hangup("sid", null));

        // Then
        assertThat(world.streams).hasSize(1);
        assertThat(world.reason()).isEqualTo(EndReason.AGENT_HANGUP);
    }

    @Test
    void lossIsCountedOnceHoweverOftenItIsTold() {
        // Given
        world.answered();
        WorkerStreamListener lost = world.stream().listener;

        // When
        for (int i = 0; i < 5; i++) {
            lost.lost("again and again");
        }

        // Then
        assertThat(world.streams).hasSize(2);
        assertThat(world.reason()).isNull();
    }

    @Test
    void threeLostWorkersEndTheCall() {
        // Given
        world.answered();

        // When
        for (int i = 0; i < 3; i++) {
            world.stream().listener.lost("silent");
            world.clock.advance(Duration.ofSeconds(1));
        }

        // Then
        assertThat(world.reason()).isEqualTo(EndReason.WORKER_LOST);
        assertThat(world.wire).containsExactly("180", "200", "BYE");
    }

    @Test
    void lateWordsOfALostWorkerAreNotHeard() {
        // Given
        world.answered();
        WorkerStreamListener old = world.stream().listener;
        old.lost("silent");
        world.clock.advance(Duration.ofMillis(1));
        world.stream().listener.opened();
        int played = world.media.last().log().size();

        // When
        old.message(new StreamMessage.Hangup("sid", null));
        old.message(new StreamMessage.Clear("sid"));
        old.audio(frame(1));

        // Then
        assertThat(world.media.last().log()).hasSize(played);
        assertThat(world.reason()).isNull();
    }

    @Test
    void workerThatQueuesTooMuchIsCutOff() {
        // Given
        world.answered();
        int streams = world.streams.size();

        // When
        for (int i = 0; i < 200; i++) {
            world.stream().listener.audio(frame(i));
        }
        world.clock.advance(Duration.ofMillis(1));

        // Then
        assertThat(world.streams).hasSize(streams + 1);
    }

    @Test
    void pacedAudioIsNeverTooMuch() {
        // Given
        world.answered();

        // When
        for (int i = 0; i < 1000; i++) {
            world.stream().listener.audio(frame(i));
            world.clock.advance(Duration.ofMillis(20));
        }

        // Then
        assertThat(world.streams).hasSize(1);
    }

    @Test
    void holdAndResumeAreToldToTheWorker() {
        // Given
        world.answered();

        // When
        world.call.post(new CallInput.Renegotiated(CallWorld.audio(Codec.PCMA, Direction.INACTIVE)));
        world.call.post(new CallInput.Renegotiated(CallWorld.audio(Codec.PCMA, Direction.SENDRECV)));

        // Then
        assertThat(world.stream().told).endsWith("held", "resumed");
    }

    @Test
    void noPortMeansTryLater() {
        // Given
        world.media.exhausted(true);

        // When
        world.begin();

        // Then
        assertThat(world.wire).containsExactly("503");
        assertThat(world.reason()).isEqualTo(EndReason.OVERLOADED);
    }

    @Test
    void noCommonCodecIs488() {
        // Given
        world.negotiation = new SignalingLeg.Negotiation.Refused(488);

        // When
        world.begin();

        // Then
        assertThat(world.wire).containsExactly("488");
        assertThat(world.media.openLegs()).isZero();
    }

    @Test
    void lateOfferAgreesWithTheAck() {
        // Given
        world.negotiation = new SignalingLeg.Negotiation.LateOffer(Codec.PCMU);
        world.answering();

        // When
        world.call.post(new CallInput.Acknowledged(CallWorld.audio(Codec.PCMA, Direction.SENDRECV)));

        // Then
        assertThat(world.stream().start.codec()).isEqualTo(Codec.PCMU);
        assertThat(world.media.last().log()).contains("codec PCMU", "negotiated PCMA SENDRECV");
    }

    @Test
    void faultOfOursEndsTheCallAndNothingElse() {
        // Given
        world.ringing();
        world.negotiation = null;

        // When
        world.call.post(new CallInput.WorkerSaid(1, null));

        // Then
        assertThat(world.reason()).isEqualTo(EndReason.FAILED);
        assertThat(world.wire).containsExactly("180", "503");
    }
}
