// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static io.allo.gateway.signaling.OutboundWorld.say;
import static io.allo.gateway.signaling.OutboundWorld.sayWithSdp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.call.OutboundLegEvent;
import io.allo.gateway.call.OutboundLegEvent.Answered;
import io.allo.gateway.call.OutboundLegEvent.EarlyMedia;
import io.allo.gateway.call.OutboundLegEvent.HungUp;
import io.allo.gateway.call.OutboundLegEvent.Refused;
import io.allo.gateway.call.OutboundLegEvent.Renegotiated;
import io.allo.gateway.call.OutboundLegEvent.Ringing;
import io.allo.gateway.peer.SipServerPeer;
import io.allo.gateway.peer.SipText;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calling side on the wire, and its failover (C47), towards trunks on raw sockets. */
class OutboundInviteTest {
    private static final String NUMBER = "01 23 45 67 80";

    private final SipServerPeer first = new SipServerPeer();
    private final SipServerPeer second = new SipServerPeer();
    private final OutboundWorld world = new OutboundWorld(first, second);

    @AfterEach
    void stop() {
        world.close();
        first.close();
        second.close();
    }

    private void nothingLeft() {
        await().untilAsserted(() -> {
            assertThat(world.gateway.sip().legs()).isZero();
            assertThat(world.load.live(1)).isZero();
        });
    }

    private static List<String> answer(SipText request) {
        return switch (request.method()) {
            case "INVITE" -> List.of(say(request, 180, "a"), sayWithSdp(request, 200, "a"));
            case "BYE", "CANCEL", "PRACK" -> List.of(SipServerPeer.response(request, 200, "a", ""));
            default -> List.of();
        };
    }

    @Test
    void callIsPlacedAnsweredHeldAndEnded() {
        first.script(OutboundInviteTest::answer);

        OutboundWorld.Leg leg = world.dial(NUMBER);

        Answered answered = world.expect(Answered.class);
        assertThat(answered.audio().codec()).isEqualTo(Codec.PCMA);
        assertThat(answered.audio().remote().getPort()).isEqualTo(41000);
        assertThat(world.events.getFirst()).isEqualTo(new Ringing(180));
        SipText invite = first.expectRequest("INVITE");
        assertThat(invite.startLine()).isEqualTo("INVITE sip:+33123456780@" + first.address() + " SIP/2.0");
        assertThat(invite.header("From")).startsWith("<sip:gateway@" + first.address() + ">;tag=");
        assertThat(invite.header("P-Preferred-Identity")).contains("+33123456789");
        assertThat(invite.contact()).startsWith("sip:token1@127.0.0.1:");
        assertThat(invite.header("Supported")).contains("100rel", "timer");
        assertThat(invite.header("X-Reference")).isEqualTo("42");
        assertThat(invite.body()).contains("m=audio 40000 RTP/AVP 8 0");
        SipText ack = first.expectRequest("ACK");
        assertThat(ack.header("CSeq")).isEqualTo("1 ACK");
        assertThat(ack.toTag()).isEqualTo("a");

        leg.direction(Direction.INACTIVE);
        SipText hold = first.expectRequest("INVITE");
        assertThat(hold.body()).contains("a=inactive");
        assertThat(hold.header("CSeq")).isEqualTo("2 INVITE");
        world.expect(Renegotiated.class);

        assertThat(leg.leg.replaced())
                .get()
                .satisfies(replaced -> assertThat(replaced.replaces()).contains(";to-tag=a;from-tag="));
        leg.hangUp();
        assertThat(first.expectRequest("BYE").header("CSeq")).isEqualTo("3 BYE");
        nothingLeft();
        assertThat(second.requests("INVITE")).isEmpty();
    }

    @Test
    void challengeIsAnswered() {
        first.script(request -> request.method().equals("INVITE") && request.header("Proxy-Authorization") == null
                ? List.of(say(request, 407, "x", "Proxy-Authenticate: Digest realm=\"trunk\",nonce=\"n\",qop=\"auth\""))
                : answer(request));

        world.dial(NUMBER);

        world.expect(Answered.class);
        SipText again = first.requests("INVITE").getLast();
        assertThat(again.header("CSeq")).isEqualTo("2 INVITE");
        assertThat(again.header("Proxy-Authorization")).contains("username=\"gateway\"", "nc=00000001");
        assertThat(again.header("Call-ID"))
                .isEqualTo(first.requests("INVITE").getFirst().header("Call-ID"));
        await().until(() -> first.requests("ACK").stream()
                .anyMatch(ack -> ack.header("Proxy-Authorization") != null && "2 ACK".equals(ack.header("CSeq"))));
    }

    @Test
    void wrongPasswordIsTheEnd() {
        first.script(request -> request.method().equals("INVITE")
                ? List.of(say(request, 407, "x", "Proxy-Authenticate: Digest realm=\"t\",nonce=\"n\",qop=\"auth\""))
                : List.of());

        world.dial(NUMBER);

        assertThat(world.expect(Refused.class).status()).isEqualTo(407);
        assertThat(first.requests("INVITE")).hasSize(2);
        nothingLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 408, 430, 500, 502, 503, 504})
    void goesOnToTheNextAccount(int status) {
        first.script(request -> request.method().equals("INVITE") ? List.of(say(request, status, "x")) : List.of());
        second.script(OutboundInviteTest::answer);

        world.dial(NUMBER);

        world.expect(Answered.class);
        assertThat(world.events).noneMatch(Refused.class::isInstance);
        assertThat(second.requests("INVITE").getFirst().startLine())
                .isEqualTo("INVITE sip:+33123456780@" + second.address() + " SIP/2.0");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410, 480, 484, 486, 487, 600, 603, 604})
    void whoeverWasReachedHasTheLastWord(int status) {
        first.script(request -> request.method().equals("INVITE") ? List.of(say(request, status, "x")) : List.of());

        world.dial(NUMBER);

        assertThat(world.expect(Refused.class).status()).isEqualTo(status);
        assertThat(second.requests("INVITE")).isEmpty();
        nothingLeft();
    }

    /** C47: the first trunk's server is dead. */
    @Test
    void aCallGoesByTheOtherAccountWhenTheServerOfTheFirstIsKilled() {
        first.close();
        second.script(OutboundInviteTest::answer);

        world.dial(NUMBER);

        world.expect(Answered.class);
        assertThat(second.requests("INVITE")).isNotEmpty();
    }

    @Test
    void afterRingingNobodyElseIsTried() {
        first.script(request -> request.method().equals("INVITE")
                ? List.of(say(request, 180, "x"), say(request, 503, "x"))
                : List.of());

        world.dial(NUMBER);

        assertThat(world.expect(Refused.class).status()).isEqualTo(503);
        assertThat(second.requests("INVITE")).isEmpty();
        nothingLeft();
    }

    @Test
    void aSilentTrunkIsLeftAndItsLateAnswerEnded() {
        second.script(OutboundInviteTest::answer);

        world.dial(NUMBER);

        world.expect(Answered.class);
        SipText late = first.requests("INVITE").getFirst();
        first.send(sayWithSdp(late, 200, "late"));
        assertThat(first.expectRequest("ACK").toTag()).isEqualTo("late");
        assertThat(first.expectRequest("BYE").toTag()).isEqualTo("late");
        assertThat(world.events).noneMatch(HungUp.class::isInstance);
    }

    @Test
    void aLateRingingOfALeftTrunkIsCancelled() {
        second.script(OutboundInviteTest::answer);
        world.dial(NUMBER);
        world.expect(Answered.class);

        first.send(say(first.requests("INVITE").getFirst(), 180, "late"));

        first.expectRequest("CANCEL");
    }

    @Test
    void hangUpWhileRingingCancels() {
        first.script(request -> request.method().equals("INVITE") ? List.of(say(request, 180, "x")) : List.of());
        OutboundWorld.Leg leg = world.dial(NUMBER);
        world.expect(Ringing.class);
        SipText invite = first.expectRequest("INVITE");

        leg.hangUp();

        SipText cancel = first.expectRequest("CANCEL");
        assertThat(cancel.header("CSeq")).isEqualTo("1 CANCEL");
        assertThat(cancel.header("Via")).isEqualTo(invite.header("Via"));
        first.send(SipServerPeer.response(cancel, 200, "x", ""));
        first.send(say(invite, 487, "x"));
        first.expectRequest("ACK");
        assertThat(world.expect(Refused.class).status()).isEqualTo(487);
        assertThat(world.events).hasSize(2);
        nothingLeft();
    }

    @Test
    void anAnswerThatCrossesTheCancelIsAcknowledgedAndEnded() {
        first.script(request -> request.method().equals("INVITE") ? List.of(say(request, 180, "x")) : List.of());
        OutboundWorld.Leg leg = world.dial(NUMBER);
        world.expect(Ringing.class);
        SipText invite = first.expectRequest("INVITE");
        leg.hangUp();
        first.expectRequest("CANCEL");

        first.send(sayWithSdp(invite, 200, "x"));

        first.expectRequest("ACK");
        first.expectRequest("BYE");
        assertThat(world.events).noneMatch(Answered.class::isInstance);
        nothingLeft();
    }

    @Test
    void ofTwoForksTheSecondIsAcknowledgedAndEnded() {
        first.script(request -> switch (request.method()) {
            case "INVITE" ->
                List.of(
                        say(request, 180, "one"),
                        say(request, 180, "two"),
                        sayWithSdp(request, 200, "one"),
                        sayWithSdp(request, 200, "two"));
            case "BYE" -> List.of(SipServerPeer.response(request, 200, "", ""));
            default -> List.of();
        });

        world.dial(NUMBER);

        world.expect(Answered.class);
        assertThat(first.expectRequest("BYE").toTag()).isEqualTo("two");
        await().untilAsserted(() ->
                assertThat(first.requests("ACK")).extracting(SipText::toTag).contains("one", "two"));
        assertThat(world.events).noneMatch(HungUp.class::isInstance);
        assertThat(first.requests("BYE")).hasSize(1);
    }

    @Test
    void aRepeatedAnswerIsAcknowledgedAgain() {
        first.script(OutboundInviteTest::answer);
        world.dial(NUMBER);
        world.expect(Answered.class);
        first.expectRequest("ACK");

        first.send(sayWithSdp(first.requests("INVITE").getFirst(), 200, "a"));

        first.expectRequest("ACK");
        assertThat(world.events).filteredOn(Answered.class::isInstance).hasSize(1);
    }

    @Test
    void reliableRingingIsAcknowledgedByPrackOnce() {
        first.script(request -> switch (request.method()) {
            case "INVITE" -> {
                String early = sayWithSdp(request, 183, "a", "Require: 100rel", "RSeq: 77");
                yield List.of(early, early);
            }
            case "PRACK" -> {
                SipText invite = first.requests("INVITE").getFirst();
                yield List.of(SipServerPeer.response(request, 200, "", ""), say(invite, 200, "a"));
            }
            default -> List.of();
        });

        world.dial(NUMBER);

        assertThat(world.expect(EarlyMedia.class).audio().codec()).isEqualTo(Codec.PCMA);
        assertThat(first.expectRequest("PRACK").header("RAck")).isEqualTo("77 1 INVITE");
        assertThat(world.expect(Answered.class).audio().remote().getPort()).isEqualTo(41000);
        assertThat(first.requests("PRACK")).hasSize(1);
        assertThat(first.expectRequest("ACK").header("CSeq")).isEqualTo("1 ACK");
    }

    @Test
    void tooSmallAnIntervalIsAskedAgainWithTheLeast() {
        first.script(request -> request.method().equals("INVITE") && request.header("Min-SE") == null
                ? List.of(say(request, 422, "x", "Min-SE: 1800"))
                : answer(request));

        world.dial(NUMBER);

        world.expect(Answered.class);
        assertThat(first.requests("INVITE").getLast().header("Min-SE")).isEqualTo("1800");
    }

    @Test
    void redirectIsFollowedOnlyWhereThePolicyAllows() {
        first.script(request -> request.startLine().startsWith("INVITE sip:+33123456780")
                ? List.of(SipServerPeer.response(
                        request,
                        302,
                        "x",
                        "",
                        "Contact: <sip:+4915112345678@evil.example>;q=1.0",
                        "Contact: <sip:+33123456781@elsewhere.example>;q=0.5"))
                : answer(request));

        world.dial(NUMBER);

        world.expect(Answered.class);
        assertThat(first.requests("INVITE").getLast().startLine())
                .isEqualTo("INVITE sip:+33123456781@" + first.address() + " SIP/2.0");
    }

    @Test
    void redirectToWhatMayNotBeDialledIsTheEnd() {
        first.script(request -> request.method().equals("INVITE")
                ? List.of(SipServerPeer.response(request, 302, "x", "", "Contact: <sip:+4915112345678@evil.example>"))
                : List.of());

        world.dial(NUMBER);

        assertThat(world.expect(Refused.class).status()).isEqualTo(302);
        assertThat(first.requests("INVITE")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"112", "+4915112345678", "0899123456", "*21#"})
    void whatThePolicyRefusesNeverLeaves(String target) {
        world.dial(target);

        assertThat(world.expect(Refused.class).status()).isEqualTo(403);
        assertThat(first.log()).isEmpty();
        assertThat(second.log()).isEmpty();
    }

    @Test
    void noAnswerIsCancelled() {
        first.script(request -> request.method().equals("INVITE") ? List.of(say(request, 180, "x")) : List.of());

        world.dial(NUMBER, null, Duration.ofMillis(500));

        assertThat(world.expect(Refused.class).status()).isEqualTo(408);
        first.expectRequest("CANCEL");
    }

    @Test
    void peerHangsUp() {
        first.script(OutboundInviteTest::answer);
        world.dial(NUMBER);
        world.expect(Answered.class);
        SipText invite = first.expectRequest("INVITE");
        String from = invite.header("From");

        first.send("BYE " + invite.contact() + " SIP/2.0\r\nVia: SIP/2.0/UDP " + first.address()
                + ";branch=z9hG4bKbye\r\nFrom: " + invite.header("To") + ";tag=a\r\nTo: " + from + "\r\nCall-ID: "
                + invite.header("Call-ID") + "\r\nCSeq: 1 BYE\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n");

        first.expect(message -> message.status() == 200 && message.method().equals("BYE"), "200 to BYE");
        world.expect(HungUp.class);
        nothingLeft();
        assertThat(world.events).last().isInstanceOf(OutboundLegEvent.HungUp.class);
    }
}
