// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a caller waited for one answer, and for what. Each is counted from the end of his speech (from his last key where he
 * used those), so that the difference of two is what lies between them. Null is unknown, never zero.
 *
 * @param transcript his words were final; nobody tells it of a model that hears him itself
 * @param turn it was decided that he had finished: by the recogniser and the words, or by the model's own detector
 * @param firstWords the model's first text; unknown of a model that speaks itself
 * @param firstSound the first of the answer's audio, from the voice or from the model
 * @param sent its first frame went to the gateway
 * @param heard its first voiced packet left the gateway, counted there from the caller's last voiced packet
 */
public record AnswerTimes(
        @Nullable Duration transcript,
        @Nullable Duration turn,
        @Nullable Duration firstWords,
        @Nullable Duration firstSound,
        @Nullable Duration sent,
        @Nullable Duration heard) {}
