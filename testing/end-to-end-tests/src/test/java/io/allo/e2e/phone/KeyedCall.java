// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.phone;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.RunningAllo;
import io.allo.testkit.sip.Baresip;
import io.allo.testkit.sip.Tone;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/**
 * A person who calls the demo restaurant and answers each question by keys, as a listener would: the next answer is
 * pressed when the agent's question is in the record.
 */
public final class KeyedCall implements AutoCloseable {
    /** Order; to take away; item 1; no more items. What is asked next is the consent. */
    public static final List<String> UP_TO_CONSENT = List.of("1", "1", "1#", "#");

    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration TURN = Duration.ofSeconds(30);

    private final Baresip phone;
    private final AlloApi api;
    private final String caller;

    /** Rings the restaurant's number and returns when it has answered. */
    public KeyedCall(Path folder, String caller, String codec, RunningAllo allo) throws IOException {
        this(folder, caller, codec, allo, allo.sipPort());
    }

    /** As above, by way of a carrier on another port. */
    KeyedCall(Path folder, String caller, String codec, RunningAllo allo, int carrierPort) throws IOException {
        this(folder, caller, codec, allo, "sip:+33939240575@127.0.0.1:" + carrierPort);
    }

    /** Rings another number. */
    public KeyedCall(Path folder, String caller, String codec, RunningAllo allo, String address) throws IOException {
        this.phone = Baresip.caller(folder, caller, "audio_codecs=" + codec, Tone.FAINT);
        this.api = new AlloApi(allo);
        this.caller = caller;
        try {
            phone.dial(address);
            phone.await("CALL_ESTABLISHED", ANSWER);
        } catch (RuntimeException | Error e) {
            phone.close();
            throw e;
        }
    }

    /** Answers the agent's turns from the one with number {@code firstTurn} (1 is the greeting) on. */
    public void answer(int firstTurn, List<String> keys) {
        for (int i = 0; i < keys.size(); i++) {
            awaitAgentTurns(firstTurn + i);
            keys.get(i).chars().forEach(key -> phone.press((char) key));
        }
    }

    public void press(char key) {
        phone.press(key);
    }

    public void awaitAgentTurns(int turns) {
        Awaitility.await("agent turn " + turns)
                .atMost(TURN)
                .untilAsserted(() -> Assertions.assertThat(agentTurns()).hasSizeGreaterThanOrEqualTo(turns));
    }

    /** What the agent has said so far, oldest first. */
    public List<String> agentTurns() {
        return conversation()
                .path("turns")
                .valueStream()
                .filter(turn -> turn.path("role").asText().equals("agent"))
                .map(turn -> turn.path("text").asText())
                .toList();
    }

    /** The newest voice conversation of this caller. */
    public JsonNode conversation() {
        for (JsonNode conversation : items(api.conversations("voice"))) {
            if (conversation.path("caller").asText().equals(caller)) {
                return api.conversation(conversation.path("id").asText());
            }
        }
        throw new AssertionError("no voice conversation with " + caller);
    }

    public boolean over() {
        return phone.saw("CALL_CLOSED");
    }

    public void awaitHangUpByTheAgent() {
        phone.await("CALL_CLOSED", TURN);
    }

    public void hangUp() {
        phone.hangup();
        phone.await("CALL_CLOSED", ANSWER);
    }

    /** Ends what the phone has now: after a transfer that is the call to the other person. */
    void hangUpAgain() {
        phone.hangup();
    }

    /** The record says why the call ended. */
    public void awaitEndReason(String slug) {
        Awaitility.await("the record is closed")
                .atMost(TURN)
                .untilAsserted(() -> Assertions.assertThat(
                                conversation().path("endReason").toString())
                        .contains(slug));
    }

    public double voicedSeconds() throws IOException {
        return Recording.of(phone.heard()).voicedSeconds();
    }

    public double voicedSecondsAtTheEnd(int seconds) throws IOException {
        return Recording.of(phone.heard()).voicedSecondsAtTheEnd(seconds);
    }

    /** The list itself, or its page's items. */
    private static JsonNode items(JsonNode answer) {
        return answer.isArray() ? answer : answer.path("conversations");
    }

    @Override
    public void close() throws IOException {
        phone.close();
    }
}
