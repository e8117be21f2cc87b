// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.tools;

import java.util.Map;

/**
 * The answer of one tool call, always HTTP 200 when the call was understood: a refusal is a result.
 *
 * @param result what the model is told, for example {@code {"success":false,"error":"…"}}
 * @param contextUpdates merged into the conversation's context store; a null value removes the key
 * @param flags what the engine does besides
 */
public record ToolExecutionResponse(Map<String, Object> result, Map<String, Object> contextUpdates, ToolFlags flags) {
    public ToolExecutionResponse {
        result = result == null ? Map.of() : result;
        contextUpdates = contextUpdates == null ? Map.of() : contextUpdates;
        flags = flags == null ? ToolFlags.NONE : flags;
    }
}
