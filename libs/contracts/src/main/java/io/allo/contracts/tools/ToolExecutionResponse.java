// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.tools;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer of one tool call, always HTTP 200 when the call was understood: a refusal is a result.
 *
 * @param result what the model is told, for example {@code {"success":false,"error":"…"}}
 * @param contextUpdates merged into the conversation's context store; a null value removes the key
 * @param flags what the engine does besides
 * @param extraCost what the answer says that it cost, in the currency of the conversation's costs; null when it says nothing
 */
public record ToolExecutionResponse(
        Map<String, Object> result,
        Map<String, Object> contextUpdates,
        ToolFlags flags,
        @Nullable BigDecimal extraCost) {
    public ToolExecutionResponse {
        result = result == null ? Map.of() : result;
        contextUpdates = contextUpdates == null ? Map.of() : contextUpdates;
        flags = flags == null ? ToolFlags.NONE : flags;
    }

    /** Without a cost of its own. */
    public ToolExecutionResponse(Map<String, Object> result, Map<String, Object> contextUpdates, ToolFlags flags) {
        this(result, contextUpdates, flags, null);
    }
}
