// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import io.allo.router.conversation.ConversationEngine.UnknownAddressException;
import io.allo.router.door.OriginPolicy;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Who may open a chat socket: pages of an allowed origin, for an agent that exists, while there is room. */
@ApplicationScoped
public class ChatUpgradeCheck implements HttpUpgradeCheck {
    private final WebChat chat;
    private final OriginPolicy origins;
    private final ConnectionCount connections;

    ChatUpgradeCheck(WebChat chat, WebChatConfig config, ConnectionCount connections) {
        this.chat = chat;
        this.origins = new OriginPolicy(config.allowedOrigins().orElse(Set.of()));
        this.connections = connections;
    }

    @Override
    public boolean appliesTo(String endpointId) {
        return endpointId.equals(ChatEndpoint.class.getName());
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        HttpServerRequest request = context.httpRequest();
        if (!origins.allows(request.getHeader("Origin"), request.getHeader("Host"))) {
            return CheckResult.rejectUpgrade(403);
        }
        if (connections.full()) {
            return CheckResult.rejectUpgrade(503);
        }
        String agent = request.getParam("agent");
        if (agent == null || agent.isBlank()) {
            return CheckResult.rejectUpgrade(400);
        }
        return chat.agent(agent)
                .flatMap(_ -> CheckResult.permitUpgrade())
                .onFailure(UnknownAddressException.class)
                .recoverWithUni(() -> CheckResult.rejectUpgrade(404))
                .onFailure()
                .recoverWithUni(() -> CheckResult.rejectUpgrade(503));
    }
}
