// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.tools;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * One tool call. ({@code conversationId}, {@code toolCallId}) is the key of the action: the same pair does it once and gets
 * the first answer.
 *
 * @param conversationId conversation id; on the phone the call id
 * @param toolCallId the model's call id, at most 100 characters
 * @param accountId account that owns the agent
 * @param agentId agent whose tool this is
 * @param tool tool name, for example {@code confirm_order}
 * @param arguments as the model gave them; checked against the tool's JSON Schema by the executor
 * @param context the conversation's context store ({@code restaurant_id}, {@code item_map}, {@code caller_phone}, …)
 * @param epoch the worker's epoch for this conversation; lower ones are refused
 */
public record ToolExecutionRequest(
        String conversationId,
        String toolCallId,
        String accountId,
        String agentId,
        String tool,
        Map<String, Object> arguments,
        Map<String, Object> context,
        int epoch) {
    public ToolExecutionRequest {
        requireNonNull(conversationId, "conversationId");
        requireNonNull(toolCallId, "toolCallId");
        requireNonNull(accountId, "accountId");
        requireNonNull(tool, "tool");
        arguments = arguments == null ? Map.of() : arguments;
        context = context == null ? Map.of() : context;
    }
}
