// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import io.allo.contracts.session.SessionConfig.ToolDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What every session without a server of its own can do, beside the tools of its agent. */
public final class CallTools {
    private static final ToolDefinition END_CALL = new ToolDefinition(
            "function",
            "end_call",
            "Ends the conversation after a spoken goodbye.",
            Map.of("type", "object", "properties", Map.of()));

    /** To whom a call may go stands in the agent's instructions; what may be dialled, in the trunk's policy. */
    private static final ToolDefinition TRANSFER_CALL = new ToolDefinition(
            "function",
            "transfer_call",
            "Transfers the call to another telephone number, when the caller asks for it or the instructions say so.",
            Map.of(
                    "type",
                    "object",
                    "properties",
                    Map.of(
                            "phone_number",
                            Map.of(
                                    "type",
                                    "string",
                                    "description",
                                    "The number to transfer to, preferably in E.164 form such as +33123456789."),
                            "announcement",
                            Map.of("type", "string", "description", "What to tell the caller before the transfer.")),
                    "required",
                    List.of("phone_number")));

    private CallTools() {}

    /** The agent's own come first, and go before one of ours of the same name. @param calls on the telephone, where calls can be transferred */
    public static List<ToolDefinition> beside(List<ToolDefinition> own, boolean calls) {
        List<ToolDefinition> tools = new ArrayList<>(own);
        addMissing(tools, END_CALL);
        if (calls) {
            addMissing(tools, TRANSFER_CALL);
        }
        return List.copyOf(tools);
    }

    private static void addMissing(List<ToolDefinition> tools, ToolDefinition tool) {
        if (tools.stream().noneMatch(known -> known.name().equals(tool.name()))) {
            tools.add(tool);
        }
    }
}
