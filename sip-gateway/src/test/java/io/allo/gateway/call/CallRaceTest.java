// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every pair of things that can happen at the same time, in both orders, in every state: the first one wins, the call ends
 * once, and nothing is left.
 */
class CallRaceTest {
    /** States in which the pair meets. */
    enum Meeting {
        OFFERED(CallWorld::begin),
        RINGING(CallWorld::ringing),
        ANSWERING(CallWorld::answering),
        ANSWERED(CallWorld::answered),
        ENDING(CallWorld::ending);

        final Consumer<CallWorld> prepare;

        Meeting(Consumer<CallWorld> prepare) {
            this.prepare = prepare;
        }
    }

    /** Things that happen. */
    enum Happening {
        CANCEL(world -> world.call.post(new CallInput.Cancelled())),
        BYE(world -> world.call.post(new CallInput.RemoteHungUp())),
        ACK(world -> world.call.post(new CallInput.Acknowledged(null))),
        NO_ACK(world -> world.call.post(new CallInput.AckFailed())),
        OPENED(world -> world.stream().listener.opened()),
        RING(world -> world.worker(new StreamMessage.Ring("sid", 2))),
        ANSWER(world -> world.worker(new StreamMessage.Answer("sid"))),
        REJECT(world -> world.worker(new StreamMessage.Reject("sid", 404, null))),
        HANGUP(world -> world.worker(new StreamMessage.Hangup("sid", null))),
        LOST(world -> world.stream().listener.lost("test")),
        GO_AWAY(world -> world.worker(new StreamMessage.GoAway("sid"))),
        NO_MEDIA(world -> world.call.post(new CallInput.MediaTimedOut())),
        RING_OVER(world -> world.clock.advance(CallWorld.RING_UNKNOWN)),
        DEADLINE(world -> world.clock.advance(CallWorld.RING_UNKNOWN.plus(CallWorld.GRACE))),
        SHUTDOWN(world -> world.call.post(new CallInput.ShutDown(EndReason.SHUTDOWN)));

        final Consumer<CallWorld> happen;

        Happening(Consumer<CallWorld> happen) {
            this.happen = happen;
        }

        /** What a caller cannot do in this state: no BYE and no ACK before the 200. */
        boolean possible(Meeting meeting) {
            boolean early = meeting == Meeting.OFFERED || meeting == Meeting.RINGING;
            boolean afterOk = this == BYE || this == ACK || this == NO_ACK || this == NO_MEDIA;
            return !(early && afterOk);
        }
    }

    static Stream<Object[]> pairs() {
        List<Object[]> pairs = new ArrayList<>();
        for (Meeting meeting : Meeting.values()) {
            for (Happening first : Happening.values()) {
                for (Happening second : Happening.values()) {
                    if (first != second && first.possible(meeting) && second.possible(meeting)) {
                        pairs.add(new Object[] {meeting, first, second});
                    }
                }
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest(name = "{0}: {1} before {2}")
    @MethodSource("pairs")
    void firstWinsAndNothingIsLeft(Meeting meeting, Happening first, Happening second) {
        // Given
        CallWorld alone = new CallWorld();
        meeting.prepare.accept(alone);
        first.happen.accept(alone);
        CallWorld world = new CallWorld();
        meeting.prepare.accept(world);

        // When
        first.happen.accept(world);
        second.happen.accept(world);

        // Then
        if (alone.reason() != null) {
            assertThat(world.reason()).isEqualTo(alone.reason());
            assertThat(world.wire).isEqualTo(alone.wire);
        }
        letItEnd(world);
        assertEndedOnce(world);
    }

    static void letItEnd(CallWorld world) {
        world.clock.advance(Duration.ofMinutes(2));
        if (world.reason() == null) {
            world.call.post(new CallInput.Acknowledged(null));
            world.clock.advance(Duration.ofHours(2));
        }
    }

    static void assertEndedOnce(CallWorld world) {
        assertThat(world.reason()).isNotNull();
        List<String> finals =
                world.wire.stream().filter(sent -> sent.matches("[2-6]\\d\\d")).toList();
        assertThat(finals).as("one final answer to the INVITE").hasSize(1);
        long byes = world.wire.stream().filter("BYE"::equals).count();
        boolean answered = finals.getFirst().equals("200");
        boolean callerLeft = world.reason().equals(EndReason.CALLER_HANGUP);
        assertThat(byes).as("BYE only in an answered call, once").isLessThanOrEqualTo(answered ? 1 : 0);
        if (answered && byes == 0) {
            assertThat(callerLeft
                            || world.reason().equals(EndReason.AGENT_HANGUP)
                            || world.reason().equals(EndReason.TRANSFERRED))
                    .isTrue();
        }
        assertThat(world.eventNames().getFirst()).isEqualTo("CallOffered");
        assertThat(world.eventNames().getLast()).isEqualTo("CallEnded");
        assertThat(world.eventNames())
                .filteredOn(name -> name.startsWith("Call"))
                .doesNotHaveDuplicates();
        assertThat(world.telemetry.ended()).containsExactly(world.reason());
        assertThat(world.media.openLegs()).as("media legs").isZero();
        assertThat(world.held).as("reservations").isEmpty();
        assertThat(world.streams)
                .allSatisfy(stream -> assertThat(stream.told)
                        .filteredOn(told -> told.startsWith("closed"))
                        .hasSize(1));
        assertThat(world.clock.pending()).as("timers").isZero();
        assertThat(world.calls.active()).isZero();
    }
}
