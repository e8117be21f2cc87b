// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

/**
 * What a model, recogniser or synthesizer counted for one answer; zero where it does not apply.
 *
 * @param model as the provider reports it; prices are looked up by it
 * @param inputTokens all input, audio and cached included
 * @param outputTokens all output, audio included
 * @param inputAudioTokens part of {@code inputTokens}
 * @param outputAudioTokens part of {@code outputTokens}
 * @param cachedTokens part of {@code inputTokens}
 * @param cachedAudioTokens part of {@code cachedTokens} and of {@code inputAudioTokens}
 * @param audioMs transcribed audio, where it is billed by time
 * @param characters spoken text, where it is billed by characters
 */
public record ModelUsage(
        String model,
        long inputTokens,
        long outputTokens,
        long inputAudioTokens,
        long outputAudioTokens,
        long cachedTokens,
        long cachedAudioTokens,
        long audioMs,
        long characters) {

    /** An answer that its provider bills, but of which it has told nothing yet, or never will: it was cut short. */
    public static ModelUsage untold(String model) {
        return new ModelUsage(model, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    public boolean isUntold() {
        return inputTokens + outputTokens + audioMs + characters == 0;
    }

    /** A chat model's answer. */
    public static ModelUsage ofText(String model, long inputTokens, long outputTokens, long cachedTokens) {
        return new ModelUsage(model, inputTokens, outputTokens, 0, 0, cachedTokens, 0, 0, 0);
    }

    /** Audio billed by its duration. */
    public static ModelUsage ofAudio(String model, long audioMs) {
        return new ModelUsage(model, 0, 0, 0, 0, 0, 0, audioMs, 0);
    }

    /** Speech billed by its characters. */
    public static ModelUsage ofCharacters(String model, long characters) {
        return new ModelUsage(model, 0, 0, 0, 0, 0, 0, 0, characters);
    }

    /** Both together, of the same model. */
    public ModelUsage plus(ModelUsage more) {
        return new ModelUsage(
                model,
                inputTokens + more.inputTokens,
                outputTokens + more.outputTokens,
                inputAudioTokens + more.inputAudioTokens,
                outputAudioTokens + more.outputAudioTokens,
                cachedTokens + more.cachedTokens,
                cachedAudioTokens + more.cachedAudioTokens,
                audioMs + more.audioMs,
                characters + more.characters);
    }
}
