// SPDX-License-Identifier: Apache-2.0
package io.allo.router.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.router.conversation.ModelUsage;

/** Reads what answers and transcriptions cost. Pure. */
final class Usages {
    private Usages() {}

    /** @param usage of {@code response.done}; missing: nothing was counted */
    static ModelUsage ofAnswer(String model, JsonNode usage) {
        JsonNode in = usage.path("input_token_details");
        return new ModelUsage(
                model,
                usage.path("input_tokens").asLong(),
                usage.path("output_tokens").asLong(),
                in.path("audio_tokens").asLong(),
                usage.path("output_token_details").path("audio_tokens").asLong(),
                in.path("cached_tokens").asLong(),
                in.path("cached_tokens_details").path("audio_tokens").asLong(),
                0,
                0);
    }

    /** @param usage {@code type} tokens or duration */
    static ModelUsage ofTranscription(String model, JsonNode usage) {
        if (usage.has("seconds")) {
            return ModelUsage.ofAudio(model, Math.round(usage.path("seconds").asDouble() * 1000));
        }
        return ofAnswer(model, usage);
    }
}
