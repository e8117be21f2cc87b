// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.router.speech.SpeechEvent;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.jboss.logging.Logger;

/**
 * Makes events of Deepgram's messages: {@code is_final} fixes a window's words, {@code speech_final} ends an utterance, {@code
 * UtteranceEnd} ends it where noise hid the silence and does nothing where it was ended already. What is not understood is
 * ignored. One call, one event loop.
 */
final class DeepgramMessages {
    private static final Logger LOG = Logger.getLogger(DeepgramMessages.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Consumer<SpeechEvent> events;
    private final DoubleConsumer settled;
    private boolean speaking;
    private boolean wordsPending;

    /** @param settled is told up to where the session's audio is done with, in seconds */
    DeepgramMessages(Consumer<SpeechEvent> events, DoubleConsumer settled) {
        this.events = events;
        this.settled = settled;
    }

    void received(String text) {
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            LOG.debugf("Deepgram sent no JSON, %d characters", text.length());
            return;
        }
        switch (message.path("type").asText("")) {
            case "Results" -> results(message);
            case "SpeechStarted" -> started();
            case "UtteranceEnd" -> utteranceEnd();
            default -> {}
        }
    }

    private void results(JsonNode message) {
        JsonNode best = message.path("channel").path("alternatives").path(0);
        String words = best.path("transcript").asText("").strip();
        if (!words.isEmpty() && !speaking) {
            started();
        }
        if (!message.path("is_final").asBoolean(false)) {
            if (!words.isEmpty()) {
                events.accept(new SpeechEvent.Partial(words));
            }
            return;
        }
        settled.accept(
                message.path("start").asDouble(0) + message.path("duration").asDouble(0));
        if (!words.isEmpty()) {
            wordsPending = true;
            events.accept(new SpeechEvent.Final(words, best.path("confidence").asDouble(1)));
        }
        if (message.path("speech_final").asBoolean(false)) {
            utteranceEnd();
        }
    }

    private void started() {
        speaking = true;
        events.accept(new SpeechEvent.SpeechStarted());
    }

    private void utteranceEnd() {
        speaking = false;
        if (wordsPending) {
            wordsPending = false;
            events.accept(new SpeechEvent.UtteranceEnd());
        }
    }
}
