// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.tools;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /internal/tools/try}: somebody who sets an agent up runs a tool by hand. It really runs.
 *
 * @param context what the conversation would know, as in {@link ToolExecutionRequest}
 */
public record ToolTrial(
        String accountId, String agentId, String tool, Map<String, Object> arguments, Map<String, Object> context) {
    public ToolTrial {
        requireNonNull(accountId, "accountId");
        requireNonNull(agentId, "agentId");
        requireNonNull(tool, "tool");
        arguments = arguments == null ? Map.of() : arguments;
        context = context == null ? Map.of() : context;
    }

    @Override
    public String toString() {
        return "ToolTrial[" + tool + "]";
    }

    /**
     * What came of it. Nothing that the tool keeps secret is in it.
     *
     * @param request null when none was made
     * @param answer null when there was none
     * @param problem why it was not tried, or not answered
     * @param told what a model would be told
     * @param contextUpdates what the conversation would remember
     * @param millis from the beginning to the answer
     */
    public record Result(
            @Nullable Request request,
            @Nullable Answer answer,
            @Nullable String problem,
            Map<String, Object> told,
            Map<String, Object> contextUpdates,
            long millis) {}

    /** @param headers their names: each value is a secret */
    public record Request(
            String method,
            String url,
            Map<String, String> query,
            List<String> headers,
            @Nullable Object body) {}

    /** @param body JSON value, or text; null when it is empty */
    public record Answer(int status, @Nullable Object body) {}
}
