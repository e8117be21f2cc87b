// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.contracts.events.CallEvent;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pair of things that can meet on the way to another person, in both orders: the caller is never lost, nothing is left. */
class TransferRaceTest {
    enum Meeting {
        ANNOUNCING(world -> {
            world.answered();
            world.media.last().talking(true);
            world.worker(new StreamMessage.Transfer("sid", "+33123456789"));
        }),
        REFERRING(CallWorld::referring),
        REFER_ACCEPTED(world -> world.referring().referAnswered(202)),
        DIALLING(CallWorld::dialling),
        EARLY_MEDIA(world -> world.dialling().dialer.last().says(new OutboundLegEvent.EarlyMedia(audio()))),
        CONSULT_RINGS(world -> {
            world.answered();
            world.worker(new StreamMessage.Transfer("sid", "+33123456789", StreamMessage.Transfer.Mode.SUPERVISED));
        }),
        CONSULTING(CallWorld::consulting),
        BRIDGED(CallWorld::bridged),
        REPLACING(world -> world.consulting().media.last().listener().digit('1'));

        final Consumer<CallWorld> prepare;

        Meeting(Consumer<CallWorld> prepare) {
            this.prepare = prepare;
        }
    }

    enum Happening {
        BYE(world -> world.call.post(new CallInput.RemoteHungUp())),
        NO_MEDIA(world -> world.call.post(new CallInput.MediaTimedOut())),
        HOLD(world -> world.call.post(new CallInput.Renegotiated(audio(Direction.RECVONLY)))),
        RESUME(world -> world.call.post(new CallInput.Renegotiated(audio()))),
        REFER_202(world -> world.referAnswered(202)),
        REFER_603(world -> world.referAnswered(603)),
        REFER_481(world -> world.referAnswered(481)),
        NOTIFY_100(world -> world.notified(100, false)),
        NOTIFY_200(world -> world.notified(200, true)),
        NOTIFY_486(world -> world.notified(486, true)),
        TARGET_ANSWER(world -> target(world, new OutboundLegEvent.Answered(audio()))),
        TARGET_BUSY(world -> target(world, new OutboundLegEvent.Refused(486, "busy"))),
        TARGET_EARLY(world -> target(world, new OutboundLegEvent.EarlyMedia(audio()))),
        TARGET_HOLDS(world -> target(world, new OutboundLegEvent.Renegotiated(audio(Direction.RECVONLY)))),
        TARGET_BYE(world -> target(world, new OutboundLegEvent.HungUp())),
        KEY_1(world -> world.media.last().listener().digit('1')),
        KEY_2(world -> world.media.last().listener().digit('2')),
        TARGET_SILENT(world -> world.media.last().listener().mediaTimeout()),
        WORKER_LOST(world -> world.stream().listener.lost("test")),
        WORKER_GOES(world -> world.worker(new StreamMessage.GoAway("sid"))),
        WORKER_HANGS_UP(world -> world.worker(new StreamMessage.Hangup("sid", null))),
        WORKER_TRANSFERS(world -> world.worker(new StreamMessage.Transfer("sid", "+33199999999"))),
        TIME(world -> world.clock.advance(TransferLimits.DEFAULT.refer())),
        DRAIN(world -> world.call.post(new CallInput.ShutDown(EndReason.SHUTDOWN))),
        ENDED_BY_API(world -> world.call.post(new CallInput.ShutDown(EndReason.AGENT_HANGUP)));

        final Consumer<CallWorld> happen;

        Happening(Consumer<CallWorld> happen) {
            this.happen = happen;
        }
    }

    private static NegotiatedAudio audio() {
        return audio(Direction.SENDRECV);
    }

    private static NegotiatedAudio audio(Direction direction) {
        return CallWorld.audio(Codec.PCMU, direction);
    }

    private static void target(CallWorld world, OutboundLegEvent event) {
        if (!world.dialer.legs().isEmpty()) {
            world.dialer.last().says(event);
        }
    }

    static Stream<Object[]> pairs() {
        List<Object[]> pairs = new ArrayList<>();
        for (Meeting meeting : Meeting.values()) {
            for (Happening first : Happening.values()) {
                for (Happening second : Happening.values()) {
                    pairs.add(new Object[] {meeting, first, second});
                }
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest(name = "{0}: {1} before {2}")
    @MethodSource("pairs")
    void callerIsNeverLost(Meeting meeting, Happening first, Happening second) {
        // Given
        CallWorld world = new CallWorld();
        meeting.prepare.accept(world);

        // When
        first.happen.accept(world);
        second.happen.accept(world);

        // Then
        assertSomebodyHasTheCaller(world);
        CallRaceTest.letItEnd(world);
        assertSomebodyHasTheCaller(world);
        end(world);
        CallRaceTest.assertEndedOnce(world);
        assertThat(world.dialer.openLegs()).as("dialled legs").isZero();
        assertEveryTransferEndedOnce(world);
    }

    private static void assertEveryTransferEndedOnce(CallWorld world) {
        List<Integer> started = world.events.stream()
                .filter(CallEvent.TransferStarted.class::isInstance)
                .map(event -> ((CallEvent.TransferStarted) event).number())
                .toList();
        List<Integer> ended = world.events.stream()
                .filter(CallEvent.TransferEnded.class::isInstance)
                .map(event -> ((CallEvent.TransferEnded) event).number())
                .toList();
        assertThat(ended).isNotEmpty().isEqualTo(started);
        assertThat(world.telemetry.transfers()).hasSameSizeAs(ended);
    }

    /** Either a worker is there or on its way, or a person, or the trunk; or the call is over. */
    private static void assertSomebodyHasTheCaller(CallWorld world) {
        boolean workerThere = !world.held.isEmpty() || world.clock.pending() > 1;
        boolean bridged = world.media.legs().getFirst().bridged() != null;
        assertThat(world.reason() != null || workerThere || bridged).isTrue();
        if (world.call.state() instanceof CallState.Bridged) {
            assertThat(bridged).isTrue();
            assertThat(world.dialer.openLegs()).isEqualTo(1);
        }
        if (world.call.state() instanceof CallState.Answered) {
            assertThat(world.dialer.openLegs()).isZero();
            assertThat(world.media.openLegs()).isEqualTo(1);
        }
    }

    private static void end(CallWorld world) {
        if (world.reason() == null) {
            world.call.post(new CallInput.ShutDown(EndReason.SHUTDOWN));
        }
    }
}
