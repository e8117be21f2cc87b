// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sessionconfig;

import io.allo.contracts.session.CallTools;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.router.conversation.Channel;
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
        List<ToolDefinition> tools = CallTools.beside(agent.tools(), channel == Channel.VOICE);
        if (channel == Channel.VOICE) {
            LOG.infof("transfer_call added to agent %s: %d tools in total", agent.agentId(), tools.size());
        }
        return tools;
    }
}
