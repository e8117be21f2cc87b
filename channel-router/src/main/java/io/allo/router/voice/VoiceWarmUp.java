// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.router.speech.LocalSpeech;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * What the first call would otherwise wait for: the line's own prompts are synthesised (so an apology needs nothing any
 * more), codec and JSON paths are loaded and compiled.
 */
@Singleton
public class VoiceWarmUp {
    private static final Logger LOG = Logger.getLogger(VoiceWarmUp.class);
    private static final int ROUNDS = 200;
    private static final String START = """
            {"event":"start","sequenceNumber":"1","streamSid":"warm","start":{"streamSid":"warm","callSid":"warm",\
            "tracks":["inbound"],"customParameters":{"to":"warm"},\
            "mediaFormat":{"encoding":"audio/x-alaw","sampleRate":8000,"channels":1}},\
            "allo":{"epoch":1,"answered":false}}""";

    private final LocalSpeech speech;
    private final ObjectMapper json;

    VoiceWarmUp(LocalSpeech speech, ObjectMapper json) {
        this.speech = speech;
        this.json = json;
    }

    /** Blocks for about a second. */
    public void run() {
        Prompts.all().forEach(prompts -> speech.prepare(prompts.texts(), prompts.language()));
        try {
            for (int i = 0; i < ROUNDS; i++) {
                json.readValue(START, StreamMessage.class);
                json.writerFor(StreamMessage.class).writeValueAsString(new StreamMessage.Heartbeat(i));
                AudioFrame.decode(new AudioFrame(i, 1, 0, false, new byte[160]).encode());
            }
        } catch (JsonProcessingException e) {
            LOG.warnf("warm-up failed: %s", e.getMessage());
        }
    }
}
