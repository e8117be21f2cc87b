// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.tools;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Objects;

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
 * @param secretArguments names of arguments that a caller keyed in secretly: their values are neither logged nor stored, also
 *     where an answer repeats them
 */
public record ToolExecutionRequest(
        String conversationId,
        String toolCallId,
        String accountId,
        String agentId,
        String tool,
        Map<String, Object> arguments,
        Map<String, Object> context,
        int epoch,
        List<String> secretArguments) {
    /** Nothing of it is secret. */
    public ToolExecutionRequest(
            String conversationId,
            String toolCallId,
            String accountId,
            String agentId,
            String tool,
            Map<String, Object> arguments,
            Map<String, Object> context,
            int epoch) {
        this(conversationId, toolCallId, accountId, agentId, tool, arguments, context, epoch, List.of());
    }

    public ToolExecutionRequest {
        requireNonNull(conversationId, "conversationId");
        requireNonNull(toolCallId, "toolCallId");
        requireNonNull(accountId, "accountId");
        requireNonNull(tool, "tool");
        arguments = arguments == null ? Map.of() : arguments;
        context = context == null ? Map.of() : context;
        secretArguments = secretArguments == null ? List.of() : secretArguments;
    }

    /** The secret values themselves. */
    public List<String> secrets() {
        return secretArguments.stream()
                .map(arguments::get)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .toList();
    }

    /** Nothing secret in it. */
    @Override
    public String toString() {
        return "ToolExecutionRequest[" + conversationId + " " + toolCallId + " " + tool + "]";
    }
}
