// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.smallrye.mutiny.Uni;

/** Executes business tools. Port; implemented by {@code tools}. */
public interface ToolInvoker {

    /**
     * Executes the call; the pair of conversation id and tool call id is its key, so that the same request may be sent again. A
     * refusal is a result. A failed Uni means that nobody knows whether the action happened.
     */
    Uni<ToolExecutionResponse> execute(ToolExecutionRequest request);
}
