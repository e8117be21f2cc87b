// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an agent hears and speaks; null = as the router is configured. All but {@code uninterruptible} is about the pipeline. A service
 * that the router has no key for is passed over.
 *
 * @param recognizer service that is tried first: {@code deepgram}, {@code openai}
 * @param recognizerModel its model, for example {@code nova-3}
 * @param synthesizer service that is tried first: {@code elevenlabs}, {@code openai}, {@code local}
 * @param synthesizerModel its model, for example {@code eleven_flash_v2_5}
 * @param voiceId its voice as it names it itself, instead of the one that the router maps from the agent's voice
 * @param speed 1 = the voice's own, 0.7 to 1.2
 * @param endOfTurn when a speaking caller has finished
 * @param uninterruptible sentences, or parts of them, that no voice interrupts
 * @param tuning what it asks of its models
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SpeechSettings(
        @Nullable String recognizer,
        @Nullable String recognizerModel,
        @Nullable String synthesizer,
        @Nullable String synthesizerModel,
        @Nullable String voiceId,
        @Nullable Double speed,
        @Nullable EndOfTurn endOfTurn,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable
        List<String> uninterruptible,

        ModelTuning tuning) {
    /** All as the router is configured. */
    public static final SpeechSettings DEFAULT = new SpeechSettings(null, null, null, null, null, null, null, null);

    public SpeechSettings {
        endOfTurn = endOfTurn == null ? EndOfTurn.DEFAULT : endOfTurn;
        uninterruptible = uninterruptible == null ? List.of() : List.copyOf(uninterruptible);
        tuning = tuning == null ? ModelTuning.DEFAULT : tuning;
    }

    /** Its models are as the router is configured. */
    public SpeechSettings(
            @Nullable String recognizer,
            @Nullable String recognizerModel,
            @Nullable String synthesizer,
            @Nullable String synthesizerModel,
            @Nullable String voiceId,
            @Nullable Double speed,
            @Nullable EndOfTurn endOfTurn,
            @Nullable List<String> uninterruptible) {
        this(
                recognizer,
                recognizerModel,
                synthesizer,
                synthesizerModel,
                voiceId,
                speed,
                endOfTurn,
                uninterruptible,
                ModelTuning.DEFAULT);
    }

    /** The same, with this asked of its models. */
    public SpeechSettings tuned(ModelTuning asked) {
        return new SpeechSettings(
                recognizer,
                recognizerModel,
                synthesizer,
                synthesizerModel,
                voiceId,
                speed,
                endOfTurn,
                uninterruptible,
                asked);
    }

    /**
     * When a speaking caller has finished, in milliseconds; null = as the router is configured.
     *
     * @param endpointingMs silence after which the recogniser reports a pause
     * @param pauseMs added after a sentence that may be complete
     * @param unfinishedMs added after words that ask for more
     * @param dictationMs added while a number, an address or a spelt word is dictated
     * @param aheadMs quiet after which the answer is made ready; 0: never
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EndOfTurn(
            @Nullable Integer endpointingMs,
            @Nullable Integer pauseMs,
            @Nullable Integer unfinishedMs,
            @Nullable Integer dictationMs,
            @Nullable Integer aheadMs) {
        /** All as the router is configured. */
        public static final EndOfTurn DEFAULT = new EndOfTurn(null, null, null, null, null);
    }
}
