// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static io.allo.gateway.signaling.OutboundWorld.say;
import static io.allo.gateway.signaling.OutboundWorld.sayWithSdp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.gateway.call.OutboundLegEvent;
import io.allo.gateway.call.OutboundLegEvent.Answered;
import io.allo.gateway.call.OutboundLegEvent.Refused;
import io.allo.gateway.peer.SipServerPeer;
import io.allo.gateway.peer.SipText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What crosses on the wire while we call: every pair of our hang-up, 18x, 200, a challenge and a refusal, in both orders. Each 200
 * is acknowledged, each call that nobody wants is ended by CANCEL or BYE, nothing is left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutboundRaceTest {
    private static final String CHALLENGE = "Proxy-Authenticate: Digest realm=\"t\",nonce=\"n\",qop=\"auth\"";

    private final SipServerPeer peer = new SipServerPeer();
    private final OutboundWorld world = new OutboundWorld(Map.of("t1", "20ms"), new OutboundWorld.NoDns(), peer);
    private OutboundWorld.Leg leg;

    /** Call-ID and CSeq of the INVITEs that have a final answer. */
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    /** To tags of the 200s of this call. */
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();

    private volatile boolean polite;
    private volatile String callId = "";

    enum Meeting {
        SILENT,
        TRYING,
        RINGING
    }

    enum Happening {
        HANG_UP,
        RING,
        ANSWER,
        ANSWER_OF_ANOTHER_FORK,
        CHALLENGE,
        BUSY
    }

    @AfterAll
    void stop() {
        world.close();
        peer.close();
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

    /** CANCEL and BYE are answered; so is, once the test has done its part, an INVITE that nobody answered. */
    private List<String> answer(SipText request) {
        return switch (request.method()) {
            case "CANCEL" -> {
                List<String> answers = new ArrayList<>(List.of(SipServerPeer.response(request, 200, "c", "")));
                invite(request)
                        .filter(invite -> mayRefuse(key(invite)))
                        .ifPresent(invite -> answers.add(say(invite, 487, "x")));
                yield answers;
            }
            case "INVITE" -> polite ? List.of(say(request, 100, "")) : List.of();
            case "BYE", "PRACK" -> List.of(SipServerPeer.response(request, 200, "", ""));
            default -> List.of();
        };
    }

    private Optional<SipText> invite(SipText cancel) {
        return invites().stream()
                .filter(invite -> key(invite).equals(key(cancel)))
                .findFirst();
    }

    private static String key(SipText message) {
        return message.header("Call-ID") + " " + message.header("CSeq").replaceAll("\\D", "");
    }

    /** Of this call, without retransmissions. */
    private List<SipText> invites() {
        Set<String> seen = new HashSet<>();
        return peer.requests("INVITE").stream()
                .filter(invite -> invite.header("Call-ID").equals(callId))
                .filter(invite -> seen.add(key(invite)))
                .toList();
    }

    private void happen(Happening happening) {
        SipText invite = invites().getLast();
        switch (happening) {
            case HANG_UP -> leg.hangUp();
            case RING -> peer.send(say(invite, 180, "one"));
            case ANSWER -> accept(invite, "one");
            case ANSWER_OF_ANOTHER_FORK -> accept(invite, "two");
            case CHALLENGE -> refuse(invite, 407, CHALLENGE);
            case BUSY -> refuse(invite, 486);
        }
    }

    /** A second fork may answer after the first; nobody does after a refusal. */
    private synchronized void accept(SipText invite, String tag) {
        if (!answered.contains("refused " + key(invite))) {
            answered.add(key(invite));
            accepted.add(tag);
            peer.send(sayWithSdp(invite, 200, tag));
        }
    }

    private void refuse(SipText invite, int status, String... extra) {
        if (mayRefuse(key(invite))) {
            peer.send(say(invite, status, "one", extra));
        }
    }

    private synchronized boolean mayRefuse(String invite) {
        return answered.add(invite) && answered.add("refused " + invite);
    }

    @ParameterizedTest(name = "{0}: {1} before {2}")
    @MethodSource("pairs")
    void nothingIsLeft(Meeting meeting, Happening first, Happening second) {
        // Given
        polite = meeting != Meeting.SILENT;
        world.events.clear();
        answered.clear();
        accepted.clear();
        int before = peer.requests("INVITE").size();
        peer.script(this::answer);
        leg = world.dial("01 23 45 67 80");
        await().until(() -> peer.requests("INVITE").size() > before);
        callId = peer.requests("INVITE").get(before).header("Call-ID");
        if (meeting == Meeting.RINGING) {
            happen(Happening.RING);
            world.expect(OutboundLegEvent.Ringing.class);
        }

        // When
        happen(first);
        if (first == Happening.CHALLENGE && second != Happening.HANG_UP) {
            await().until(() -> invites().size() > 1);
        }
        happen(second);
        polite = true;

        // Then
        leg.hangUp();
        await().untilAsserted(() -> {
            assertThat(world.gateway.sip().legs()).as("dialogs").isZero();
            assertThat(world.load.live(1)).as("calls that count").isZero();
            assertThat(tags("ACK")).containsAll(accepted);
            assertThat(tags("BYE")).containsExactlyInAnyOrderElementsOf(accepted);
        });
        assertThat(world.events.stream().filter(Answered.class::isInstance).count())
                .isLessThanOrEqualTo(first == Happening.HANG_UP ? 0 : 1);
        assertThat(world.events.stream().filter(Refused.class::isInstance).count())
                .isEqualTo(world.events.stream().anyMatch(Answered.class::isInstance) ? 0 : 1);
    }

    /** To tags of the ACKs to a 200, or of the BYEs. */
    private Set<String> tags(String method) {
        Set<String> tags = new HashSet<>();
        peer.requests(method).stream()
                .filter(request -> request.header("Call-ID").equals(callId))
                .forEach(request -> tags.add(request.toTag()));
        return tags;
    }
}
