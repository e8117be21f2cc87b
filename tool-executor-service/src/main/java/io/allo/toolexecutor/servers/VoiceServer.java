// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.allo.toolexecutor.config.ServiceKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks for workers and agents at the same time; each may fail for itself. */
@ApplicationScoped
class VoiceServer {
    private static final Logger LOG = Logger.getLogger(VoiceServer.class);

    private final VoiceServerClient client;
    private final VoiceServerConfig config;
    private final ServiceKey serviceKey;

    VoiceServer(@RestClient VoiceServerClient client, VoiceServerConfig config, ServiceKey serviceKey) {
        this.client = client;
        this.config = config;
        this.serviceKey = serviceKey;
    }

    /** @param serverOnline true when either answered */
    record Servers(ArrayNode workers, ArrayNode agents, boolean serverOnline) {}

    private record Answer(ArrayNode list, boolean came) {}

    Uni<Servers> look(String account) {
        boolean ours = config.url().isEmpty();
        String key = ours ? serviceKey.value() : config.key().orElse(null);
        String named = ours ? account : null;
        return Uni.combine()
                .all()
                .unis(
                        answer(Uni.createFrom().deferred(() -> client.workers(key, named)), "workers"),
                        answer(Uni.createFrom().deferred(() -> client.agents(key, named)), "agents"))
                .with((workers, agents) -> new Servers(workers.list(), agents.list(), workers.came() || agents.came()));
    }

    private Uni<Answer> answer(Uni<JsonNode> asked, String name) {
        return asked.ifNoItem()
                .after(config.timeout())
                .fail()
                .map(answer -> new Answer(list(answer, name), true))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("the voice server did not answer what=%s cause=%s", name, failure.toString());
                    return new Answer(JsonNodeFactory.instance.arrayNode(), false);
                });
    }

    /** Both {@code {"workers": […]}} and a bare array are understood. */
    private static ArrayNode list(@Nullable JsonNode answer, String name) {
        if (answer instanceof ArrayNode bare) {
            return bare;
        }
        return answer != null && answer.get(name) instanceof ArrayNode wrapped
                ? wrapped
                : JsonNodeFactory.instance.arrayNode();
    }
}
