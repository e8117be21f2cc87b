// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sessionconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.ServiceKeys;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.SessionConfig;
import io.allo.egress.EgressClient;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ConversationEngine.BlockedCallerException;
import io.allo.router.conversation.SessionConfigSource;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the session from the agent's {@code externalSessionUrl}: once, 10 seconds, no retry. Each agent has its own guard, so
 * that one customer's dead server neither slows nor opens the circuit of another's.
 */
@Singleton
class ExternalSessionClient implements SessionConfigSource {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final EgressClient egress;
    private final ObjectMapper mapper;
    private final AgentGuards guards;

    ExternalSessionClient(EgressClient egress, ObjectMapper mapper, AgentGuards guards) {
        this.egress = egress;
        this.mapper = mapper;
        this.guards = guards;
    }

    @Override
    public Uni<SessionConfig> fetch(ContactResolution agent, @Nullable String caller, Channel channel) {
        String external = agent.externalSessionUrl();
        if (external == null || external.isBlank()) {
            return Uni.createFrom().item(OwnSession.of(agent, channel));
        }
        String key = agent.externalSessionKey();
        Map<String, String> headers = key == null
                ? Map.of("Accept", "application/json")
                : Map.of("Accept", "application/json", ServiceKeys.API_KEY_HEADER, key);
        return guards.of(agent.agentId())
                .get(() -> Uni.createFrom()
                        .deferred(() -> egress.get(sessionUrl(external, agent, caller, channel), headers, LIMIT))
                        .map(body -> parse(body, channel)))
                .map(session -> session.orElseThrow(BlockedCallerException::new));
    }

    /** {@code mode} is left out on the phone, as callers of such servers always did. */
    static URI sessionUrl(String external, ContactResolution agent, @Nullable String caller, Channel channel) {
        StringBuilder url = new StringBuilder(external);
        url.append(external.indexOf('?') < 0 ? '?' : '&');
        url.append("restaurantId=").append(encoded(agent.restaurantId() == null ? "" : agent.restaurantId()));
        url.append("&callerPhone=").append(encoded(caller == null ? "" : caller));
        if (channel != Channel.VOICE) {
            url.append("&mode=chat");
        }
        return URI.create(url.toString());
    }

    /** {@code +} becomes {@code %2B}: as itself it would arrive as a blank. */
    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Empty: that server takes no calls of this person. It has answered, so its guard counts no failure. */
    private Optional<SessionConfig> parse(Buffer body, Channel channel) {
        try {
            JsonNode answer = mapper.readTree(body.getBytes());
            if (channel == Channel.VOICE && answer.path("blocked").asBoolean()) {
                return Optional.empty();
            }
            SessionConfig session = mapper.treeToValue(answer, SessionConfig.class);
            if (session == null || session.systemPrompt() == null) {
                throw new IllegalArgumentException("a session without systemPrompt");
            }
            return Optional.of(session);
        } catch (IOException e) {
            throw new UncheckedIOException("the session is not JSON of the expected shape", e);
        }
    }
}
