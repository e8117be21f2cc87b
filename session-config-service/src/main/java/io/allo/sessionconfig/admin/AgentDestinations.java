// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.sessionconfig.admin.AgentStore.Stored;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.tooldefinition.Destination;
import io.allo.sessionconfig.tooldefinition.ToolConfigs;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BadRequestException;
import org.jspecify.annotations.Nullable;

/** Keeps secrets that are stored with an agent from going to another server by the hand of who must not know them. */
@ApplicationScoped
class AgentDestinations {
    private static final String BASE_URL = "apiBaseUrl";
    private static final String SESSION_URL = "external_session_url";

    private final ToolConfigs tools;

    AgentDestinations(ToolConfigs tools) {
        this.tools = tools;
    }

    /** Fails with a {@link BadRequestException} when a change leads a stored secret to a server for which it was not given. */
    Uni<Void> check(Actor actor, Stored agent, AgentForm form) {
        if (Destination.sendsAnywhere(actor)) {
            return Uni.createFrom().voidItem();
        }
        boolean sessionMoves = form.columns().containsKey(SESSION_URL)
                && agent.shown().getValue("externalSessionKey") != null
                && form.sessionKey() == null
                && form.columns().get(SESSION_URL) instanceof String url
                && !Destination.isSame(agent.shown().getString("externalSessionUrl"), url);
        if (sessionMoves) {
            return refused("externalSessionKey: the address leads to another server; give the key again");
        }
        if (Destination.isSame(baseUrl(agent.settings(), new JsonObject(agent.config())), baseUrlAfter(agent, form))) {
            return Uni.createFrom().voidItem();
        }
        return tools.keepSecretsAtBaseUrl(agent.id())
                .chain(keep -> keep
                        ? refused(BASE_URL + ": tools of this agent keep secrets for the address that stands here;"
                                + " an administrator changes it")
                        : Uni.createFrom().voidItem());
    }

    private static Uni<Void> refused(String why) {
        return Uni.createFrom().failure(new BadRequestException(why));
    }

    private static @Nullable String baseUrlAfter(Stored agent, AgentForm form) {
        JsonObject settings = agent.settings().copy().mergeIn(form.settings());
        JsonNode config = form.config();
        return baseUrl(settings, new JsonObject(config == null ? agent.config() : config.toString()));
    }

    /** As the tools read it: that of {@code config} goes before. */
    private static @Nullable String baseUrl(JsonObject settings, JsonObject config) {
        return config.getValue(BASE_URL) instanceof String url && !url.isBlank() ? url : settings.getString(BASE_URL);
    }
}
