// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link RealtimeServer} answers to one {@code response.create}.
 *
 * @param after how long the model thinks
 * @param status how it ends: {@code completed}, {@code failed}, {@code incomplete}
 * @param errorCode of a failed one, else null
 */
public record RealtimeAnswer(
        List<Part> parts,
        Duration after,
        String status,
        @Nullable String errorCode) {

    /** One item of the answer. */
    public sealed interface Part {
        /** A tone of so many milliseconds, said to be these words. */
        record Speech(String words, int ms) implements Part {}

        /** 8 kHz samples, said to be these words. */
        record Clip(String words, short[] pcm) implements Part {}

        /** @param arguments JSON text, also a broken one */
        record Call(String callId, String name, String arguments, String status) implements Part {}
    }

    public static RealtimeAnswer of(Part... parts) {
        return new RealtimeAnswer(List.of(parts), Duration.ofMillis(20), "completed", null);
    }

    public static RealtimeAnswer says(String words, int ms) {
        return of(new Part.Speech(words, ms));
    }

    /** @param arguments JSON text */
    public static RealtimeAnswer calls(String callId, String name, String arguments) {
        return of(new Part.Call(callId, name, arguments, "completed"));
    }

    public RealtimeAnswer after(Duration thinking) {
        return new RealtimeAnswer(parts, thinking, status, errorCode);
    }

    public RealtimeAnswer failing(String code) {
        return new RealtimeAnswer(parts, after, "failed", code);
    }

    public RealtimeAnswer ending(String how) {
        return new RealtimeAnswer(parts, after, how, errorCode);
    }
}
