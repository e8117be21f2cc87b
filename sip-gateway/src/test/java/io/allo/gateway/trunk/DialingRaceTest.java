// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.AccountLoad;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.DialRequest;
import io.allo.gateway.call.Mailbox;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.call.OutboundLeg;
import io.allo.gateway.call.OutboundLegEvent;
import io.allo.gateway.call.VirtualClock;
import io.allo.gateway.peer.TestTrunks;
import io.allo.gateway.trunk.InviteClient.Event;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every pair of things that can happen to a call that is being placed, in both orders, on a virtual clock (C47): one end, nothing
 * left, nobody called after somebody was reached. What crosses on the wire is in {@code OutboundRaceTest}.
 */
class DialingRaceTest {
    private static final Duration NO_ANSWER = Duration.ofSeconds(45);

    enum Meeting {
        INVITED(world -> {}),
        RINGING(world -> world.say(new OutboundLegEvent.Ringing(180))),
        EARLY_MEDIA(world -> world.say(new OutboundLegEvent.EarlyMedia(audio()))),
        AT_THE_SECOND(world -> world.fail(503, false)),
        AT_THE_SECOND_RINGING(world -> {
            world.fail(408, true);
            world.say(new OutboundLegEvent.Ringing(183));
        }),
        ANSWERED(world -> world.say(new OutboundLegEvent.Answered(audio())));

        final Consumer<World> prepare;

        Meeting(Consumer<World> prepare) {
            this.prepare = prepare;
        }
    }

    enum Happening {
        RING(world -> world.say(new OutboundLegEvent.Ringing(180))),
        EARLY(world -> world.say(new OutboundLegEvent.EarlyMedia(audio()))),
        ANSWER(world -> world.say(new OutboundLegEvent.Answered(audio()))),
        BYE(world -> world.say(new OutboundLegEvent.HungUp())),
        SILENCE(world -> world.fail(408, true)),
        UNAVAILABLE(world -> world.fail(503, false)),
        FORBIDDEN(world -> world.fail(403, false)),
        BUSY(world -> world.fail(486, false)),
        CANCELLED(world -> world.fail(487, false)),
        CHALLENGE_REFUSED(world -> world.fail(407, false)),
        REDIRECT(world -> world.fail(302, false)),
        ANSWER_OF_THE_FIRST(world -> world.lateAnswerOfTheFirst()),
        HANG_UP(world -> world.leg.hangUp(EndReason.AGENT_HANGUP)),
        TIME(world -> world.clock.advance(NO_ANSWER));

        final Consumer<World> happen;

        Happening(Consumer<World> happen) {
            this.happen = happen;
        }
    }

    private static NegotiatedAudio audio() {
        return new NegotiatedAudio(
                new InetSocketAddress("127.0.0.1", 41000), Codec.PCMA, 8, 101, 20, Direction.SENDRECV);
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
    void endsOnceAndLeavesNothing(Meeting meeting, Happening first, Happening second) {
        // Given
        World world = new World();
        meeting.prepare.accept(world);
        world.check();

        // When
        first.happen.accept(world);
        world.check();
        second.happen.accept(world);
        world.check();

        // Then
        world.leg.hangUp(EndReason.SHUTDOWN);
        world.leg.hangUp(EndReason.SHUTDOWN);
        world.check();
        assertThat(world.placed).allMatch(one -> one.over || one.hungUp == 1);
        assertThat(world.load.live(1) + world.load.live(2))
                .as("calls that count")
                .isZero();
        assertThat(world.clock.pending()).as("timers").isZero();
        boolean answered = world.events.stream().anyMatch(OutboundLegEvent.Answered.class::isInstance);
        assertThat(world.ends()).as("ends of %s", world.events).isEqualTo(answered && !world.peerHungUp ? 0 : 1);
    }

    /** A dialler with two accounts, and servers that do what the test says. */
    private static final class World {
        final VirtualClock clock = new VirtualClock();
        final AccountLoad load = new AccountLoad(clock);
        final List<Placed> placed = new ArrayList<>();
        final List<OutboundLegEvent> events = new ArrayList<>();
        final OutboundLeg leg;
        boolean peerHungUp;

        World() {
            List<Trunk> trunks = List.of(trunk(1), trunk(2));
            SipAccounts accounts =
                    new SipAccounts(() -> CompletableFuture.completedFuture(trunks), new VirtualClock(), NO_ANSWER);
            accounts.start();
            TrunkDialer dialer = new TrunkDialer(
                    new TrunkDialer.Ports(
                            this::place,
                            new SipServerLocator(new RegistrarWorld.NoDns(), clock),
                            new TrunkUsage(load, clock),
                            TrunkTelemetry.NONE,
                            clock,
                            Duration.ofSeconds(4),
                            Duration.ofSeconds(30)),
                    accounts,
                    _ -> true);
            leg = dialer.dial(
                    new DialRequest(
                            new CallId("c-dialing-race"),
                            DialRequest.Origin.API,
                            "business",
                            null,
                            "+33123456780",
                            null,
                            40000,
                            NO_ANSWER,
                            Map.of()),
                    new Mailbox(Runnable::run, (thread, failure) -> {
                        throw new AssertionError(failure);
                    }),
                    events::add);
        }

        private static Trunk trunk(int id) {
            return TestTrunks.of("business", TestTrunks.trunk(id, "sip:gateway@192.0.2." + id));
        }

        private InviteClient.Placed place(InviteClient.Order order, Mailbox mailbox, Consumer<Event> heard) {
            Placed one = new Placed(order, mailbox, heard);
            placed.add(one);
            return one;
        }

        void say(OutboundLegEvent event) {
            placed.getLast().hear(event);
        }

        void fail(int status, boolean silent) {
            List<String> redirects = status == 302 ? List.of("sip:+33123456781@elsewhere.test") : List.of();
            placed.getLast().fail(new Event.Failed(status, silent, null, redirects));
        }

        /** It was given up for silence, and its 200 comes now: the leg below ends it, nobody above may hear. */
        void lateAnswerOfTheFirst() {
            Placed first = placed.getFirst();
            if (first.over) {
                first.heard.accept(new Event.Heard(new OutboundLegEvent.Answered(audio())));
            }
        }

        long ends() {
            return events.stream()
                    .filter(event ->
                            event instanceof OutboundLegEvent.Refused || event instanceof OutboundLegEvent.HungUp)
                    .count();
        }

        /** What must hold at every moment. */
        void check() {
            assertThat(ends()).isLessThanOrEqualTo(1);
            assertThat(events.stream()
                            .filter(OutboundLegEvent.Answered.class::isInstance)
                            .count())
                    .isLessThanOrEqualTo(1);
            if (ends() == 1) {
                assertThat(events.getLast())
                        .isInstanceOfAny(OutboundLegEvent.Refused.class, OutboundLegEvent.HungUp.class);
            }
            assertThat(placed.stream()
                            .filter(one -> !one.over && one.hungUp == 0)
                            .count())
                    .as("INVITEs that are out")
                    .isLessThanOrEqualTo(1);
            assertThat(placed.stream().filter(one -> one.reached).count())
                    .as("people that were reached")
                    .isLessThanOrEqualTo(1);
        }

        /** One INVITE. After its end, or ours, it says nothing more, as the interface promises. */
        private final class Placed implements InviteClient.Placed {
            final InviteClient.Order order;
            final Mailbox mailbox;
            final Consumer<Event> heard;
            boolean over;
            boolean reached;
            boolean answered;
            int hungUp;

            Placed(InviteClient.Order order, Mailbox mailbox, Consumer<Event> heard) {
                this.order = order;
                this.mailbox = mailbox;
                this.heard = heard;
            }

            void hear(OutboundLegEvent event) {
                boolean possible = event instanceof OutboundLegEvent.HungUp == answered;
                if (over || hungUp > 0 || !possible) {
                    return;
                }
                reached = true;
                answered |= event instanceof OutboundLegEvent.Answered;
                if (event instanceof OutboundLegEvent.HungUp) {
                    over = true;
                    peerHungUp = true;
                }
                mailbox.execute(() -> heard.accept(new Event.Heard(event)));
            }

            void fail(Event.Failed failure) {
                if (!over && hungUp == 0 && !answered) {
                    over = true;
                    mailbox.execute(() -> heard.accept(failure));
                }
            }

            @Override
            public void hangUp() {
                hungUp++;
            }

            @Override
            public void direction(Direction direction) {
                assertThat(answered).isTrue();
            }

            @Override
            public Optional<OutboundLeg.Replaced> replaced() {
                return Optional.empty();
            }
        }
    }
}
