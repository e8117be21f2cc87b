// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A workflow as administrators see it.
 *
 * @param definition as it was given
 * @param voiceAgent what a call would make of it, null when no step talks
 * @param warnings what will not work as it is written
 */
@JsonNaming(SnakeCaseStrategy.class)
public record WorkflowView(
        int id,
        String slug,
        @Nullable UUID accountId,
        int version,
        @Nullable Integer sipAccountId,
        JsonNode definition,
        @Nullable VoiceAgent voiceAgent,
        List<String> warnings) {

    /** The step that talks; null members are filled by the global settings. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record VoiceAgent(
            @Nullable String slug,
            @Nullable String model,
            @Nullable String modelProvider,
            @Nullable String instructions,
            @Nullable String voice,
            double ringTimeoutSeconds,
            List<JsonNode> tools,
            List<JsonNode> handoffs,
            boolean speakFirst) {}

    static WorkflowView of(Workflow workflow) {
        Optional<VoiceAgentBlock> block = VoiceAgentBlock.in(workflow.definition());
        return new WorkflowView(
                workflow.id(),
                workflow.slug(),
                workflow.accountId(),
                workflow.version(),
                workflow.sipAccountId(),
                workflow.definition(),
                block.map(WorkflowView::voiceAgent).orElse(null),
                warnings(block));
    }

    private static VoiceAgent voiceAgent(VoiceAgentBlock block) {
        return new VoiceAgent(
                block.slug(),
                block.model(),
                block.modelProvider(),
                block.instructions(),
                block.voice(),
                block.ringTimeoutSeconds(),
                block.tools(),
                block.handoffs(),
                block.speakFirst());
    }

    private static List<String> warnings(Optional<VoiceAgentBlock> block) {
        if (block.isEmpty()) {
            return List.of("no step of kind voice-agent: this workflow takes no calls");
        }
        return block.get().ringTimeoutUnfit()
                ? List.of("ring_timeout_seconds is no number of at least 0: calls are answered at once")
                : List.of();
    }
}
