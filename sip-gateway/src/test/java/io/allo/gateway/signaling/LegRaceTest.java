// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import gov.nist.javax.sip.message.SIPResponse;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.peer.TestCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Offers of both sides, reliable 18x, CANCEL, BYE and UPDATE in every pair and order, in every state of a called leg, on a
 * virtual clock: each request of the peer gets one final answer, the call ends once, and nothing is left.
 */
class LegRaceTest {
    /** States in which the pair meets. */
    enum Meeting {
        RINGING(() -> new LegWorld(true, "")),
        RINGING_RELIABLE(() -> new LegWorld(true, "100rel")),
        /** Our offer is in the 180. */
        RINGING_WITH_OFFER(() -> new LegWorld(false, "100rel")),
        /** The worker has answered, the 200 waits for the PRACK. */
        HELD_BACK(() -> after(new LegWorld(false, "100rel"), Happening.ANSWER)),
        /** The 200 is out. */
        ANSWERED(() -> after(new LegWorld(true, ""), Happening.ANSWER)),
        ANSWERED_WITH_OFFER(() -> after(new LegWorld(false, ""), Happening.ANSWER)),
        TALKING(() -> after(new LegWorld(true, ""), Happening.ANSWER, Happening.ACK)),
        OURS_OPEN(() -> after(new LegWorld(true, ""), Happening.ANSWER, Happening.ACK, Happening.OUR_OFFER)),
        THEIRS_OPEN(() -> after(new LegWorld(true, ""), Happening.ANSWER, Happening.ACK, Happening.REINVITE)),
        LEAVING(() -> after(new LegWorld(true, ""), Happening.ANSWER, Happening.ACK, Happening.HANGUP));

        final Supplier<LegWorld> world;

        Meeting(Supplier<LegWorld> world) {
            this.world = world;
        }

        private static LegWorld after(LegWorld world, Happening... happenings) {
            for (Happening each : happenings) {
                each.happen.accept(world);
            }
            return world;
        }

        boolean isReliable() {
            return this == RINGING_RELIABLE || this == RINGING_WITH_OFFER || this == HELD_BACK;
        }

        boolean isAnswered() {
            return compareTo(ANSWERED) >= 0;
        }
    }

    /** Things that happen. */
    enum Happening {
        CANCEL(LegWorld::cancels),
        BYE(world -> world.sends("BYE", "")),
        ACK(LegWorld::acknowledgesFirst),
        ACK_OF_REINVITE(world -> world.acknowledges(world.lastNumber(), "")),
        PRACK(LegWorld::pracks),
        UPDATE(world -> world.sends("UPDATE", "")),
        UPDATE_WITH_OFFER(world -> world.sends("UPDATE", TestCall.OFFER)),
        REINVITE(world -> world.sends("INVITE", TestCall.OFFER)),
        REINVITE_WITHOUT_OFFER(world -> world.sends("INVITE", "")),
        ANSWER(world -> world.says(new StreamMessage.Answer("sid"))),
        REJECT(world -> world.says(new StreamMessage.Reject("sid", 404, null))),
        HANGUP(world -> world.says(new StreamMessage.Hangup("sid", null))),
        OUR_OFFER(world -> world.leg.direction(Direction.SENDONLY)),
        OURS_ACCEPTED(world -> world.answersOurs(200)),
        OURS_PENDING(world -> world.answersOurs(491)),
        OURS_UNKNOWN(world -> world.answersOurs(481)),
        T1_OVER(world -> world.clock.advance(LegWorld.T1)),
        PATIENCE_OVER(world -> world.clock.advance(LegWorld.T1.multipliedBy(65)));

        final Consumer<LegWorld> happen;

        Happening(Consumer<LegWorld> happen) {
            this.happen = happen;
        }

        boolean possible(Meeting meeting) {
            return switch (this) {
                case ACK -> meeting.isAnswered();
                case PRACK -> meeting.isReliable();
                case ACK_OF_REINVITE -> meeting == Meeting.THEIRS_OPEN;
                case OURS_ACCEPTED, OURS_PENDING, OURS_UNKNOWN -> meeting == Meeting.OURS_OPEN;
                default -> true;
            };
        }
    }

    static List<Object[]> firsts() {
        List<Object[]> pairs = new ArrayList<>();
        for (Meeting meeting : Meeting.values()) {
            for (Happening first : Happening.values()) {
                if (first.possible(meeting)) {
                    pairs.add(new Object[] {meeting, first});
                }
            }
        }
        return pairs;
    }

    @ParameterizedTest(name = "{0}: {1} before each other thing")
    @MethodSource("firsts")
    void eachRequestIsAnsweredOnceAndNothingIsLeft(Meeting meeting, Happening first) {
        for (Happening second : Happening.values()) {
            if (second.possible(meeting)) {
                assertThatCode(() -> pair(meeting, first, second))
                        .as("then %s", second)
                        .doesNotThrowAnyException();
            }
        }
    }

    private static void pair(Meeting meeting, Happening first, Happening second) {
        // Given
        LegWorld world = meeting.world.get();

        // When
        first.happen.accept(world);
        second.happen.accept(world);
        world.clock.advance(Duration.ofMinutes(2));
        world.says(new StreamMessage.Hangup("sid", null));
        world.clock.advance(Duration.ofMinutes(2));

        // Then
        assertThat(world.failures).isEmpty();
        world.answers.forEach(LegRaceTest::answeredOnce);
        int invited = world.answers.get("CSeq: 1 INVITE\r\n").getFirst().getStatusCode();
        boolean peerLeft = first == Happening.BYE || second == Happening.BYE;
        long byes = world.requests.stream().filter("BYE"::equals).count();
        assertThat(byes).as("BYE in an answered call only, once").isLessThanOrEqualTo(invited == 200 ? 1 : 0);
        if (invited == 200 && !peerLeft) {
            assertThat(byes).as("the peer hears that it is over").isEqualTo(1);
        }
        assertThat(world.telemetry.ended()).hasSize(1);
        assertThat(world.calls.active()).isZero();
        assertThat(world.over).as("end of the leg").isEqualTo(1);
        assertThat(world.legs.size()).isZero();
        assertThat(world.media.openLegs()).isZero();
        assertThat(world.clock.pending()).as("timers").isZero();
    }

    private static void answeredOnce(String request, List<SIPResponse> finals) {
        List<Integer> statuses = finals.stream().map(SIPResponse::getStatusCode).toList();
        if (request.contains("INVITE")) {
            assertThat(statuses.stream().distinct()).as(request).hasSize(1); // a 200 is repeated
            assertThat(statuses.getFirst() == 200 || statuses.size() == 1).isTrue();
        } else {
            assertThat(statuses).as(request).hasSize(1);
        }
    }

    /** RFC 3261 14.2, RFC 3311 5.2, RFC 6141. */
    @ParameterizedTest
    @CsvSource({
        "RINGING, REINVITE, 500",
        "RINGING, UPDATE_WITH_OFFER, 500",
        "RINGING, UPDATE, 200",
        "RINGING_WITH_OFFER, UPDATE_WITH_OFFER, 491",
        "HELD_BACK, REINVITE, 500",
        "ANSWERED, REINVITE, 491",
        "ANSWERED, UPDATE_WITH_OFFER, 491",
        "ANSWERED_WITH_OFFER, REINVITE, 491",
        "ANSWERED_WITH_OFFER, UPDATE_WITH_OFFER, 491",
        "TALKING, REINVITE, 200",
        "TALKING, UPDATE_WITH_OFFER, 200",
        "OURS_OPEN, REINVITE, 491",
        "OURS_OPEN, REINVITE_WITHOUT_OFFER, 491",
        "OURS_OPEN, UPDATE_WITH_OFFER, 491",
        "OURS_OPEN, UPDATE, 200",
        "THEIRS_OPEN, REINVITE, 491",
        "THEIRS_OPEN, UPDATE_WITH_OFFER, 491",
        "LEAVING, REINVITE, 481",
        "LEAVING, BYE, 200"
    })
    void offerWhileAnotherIsOpen(Meeting meeting, Happening happening, int status) {
        LegWorld world = meeting.world.get();
        happening.happen.accept(world);
        world.clock.advance(Duration.ofMillis(200)); // the ACK may have been overtaken
        SIPResponse answer =
                world.answers.get(List.copyOf(world.answers.keySet()).getLast()).getFirst();
        assertThat(answer.getStatusCode()).isEqualTo(status);
        assertThat(answer.getHeader("Retry-After") != null).isEqualTo(status == 500);
    }

    @Test
    void reinviteThatWaitedForAnAckFindsTheCallOver() {
        LegWorld world = Meeting.ANSWERED.world.get();
        Happening.REINVITE.happen.accept(world);
        Happening.BYE.happen.accept(world);
        world.clock.advance(Duration.ofMillis(200));
        assertThat(world.answers.get("CSeq: 2 INVITE\r\n"))
                .extracting(SIPResponse::getStatusCode)
                .containsExactly(481);
        assertThat(world.answers.get("CSeq: 3 BYE\r\n"))
                .extracting(SIPResponse::getStatusCode)
                .containsExactly(200);
    }

    @ParameterizedTest
    @CsvSource({"1, 500", "2, 491"})
    void secondReinviteWhileTheFirstWaitsForAnAck(int acknowledged, int status) {
        // Given the ACK of the first INVITE is late, and two re-INVITEs come before it
        LegWorld world = Meeting.ANSWERED.world.get();
        Happening.REINVITE.happen.accept(world);

        // When
        if (acknowledged == 2) {
            Happening.ACK.happen.accept(world);
            world.clock.advance(Duration.ofMillis(200)); // the first one is accepted
        }
        Happening.REINVITE.happen.accept(world);
        Happening.ACK.happen.accept(world);
        world.clock.advance(Duration.ofMillis(200));

        // Then
        List<List<SIPResponse>> answers = List.copyOf(world.answers.values());
        assertThat(answers.get(answers.size() - 2).getFirst().getStatusCode()).isEqualTo(200);
        assertThat(answers.getLast().getFirst().getStatusCode()).isEqualTo(status);
    }
}
