// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sessionconfig;

import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.router.conversation.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * The session of a workflow, or of an agent without a server of its own: its prompt, its tools and what every session of
 * that channel can do. The tools of an external session are that server's own business.
 */
final class OwnSession {
    private static final Logger LOG = Logger.getLogger(OwnSession.class);

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

    private OwnSession() {}

    static SessionConfig of(ContactResolution agent, Channel channel) {
        return new SessionConfig(
                agent.basePrompt() == null ? "" : agent.basePrompt(),
                tools(agent, channel),
                agent.voice(),
                "",
                Map.of(),
                null,
                Map.of(),
                null,
                "EUR",
                null,
                Objects.requireNonNullElse(agent.speech().tuning().timezone(), "Europe/Paris"),
                0,
                false,
                false,
                false,
                agent.transferNumber(),
                false,
                null,
                null);
    }

    private static List<ToolDefinition> tools(ContactResolution agent, Channel channel) {
        List<ToolDefinition> tools = new ArrayList<>(agent.tools());
        addMissing(tools, END_CALL);
        if (channel == Channel.VOICE) {
            addMissing(tools, TRANSFER_CALL);
            LOG.infof("transfer_call added to agent %s: %d tools in total", agent.agentId(), tools.size());
        }
        return List.copyOf(tools);
    }

    private static void addMissing(List<ToolDefinition> tools, ToolDefinition tool) {
        if (tools.stream().noneMatch(known -> known.name().equals(tool.name()))) {
            tools.add(tool);
        }
    }
}
