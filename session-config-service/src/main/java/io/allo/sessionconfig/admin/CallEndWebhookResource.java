// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.session.CallEndWebhook;
import io.allo.contracts.session.TranscriptMail;
import io.allo.sessionconfig.admin.AgentStore.CallEnd;
import io.allo.sessionconfig.agent.TranscriptSettings;
import io.allo.sessionconfig.secret.StoredSecrets;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a conversation of an agent is told when it is over, its key and addresses included: service key only. Asked by channel-router when it sends. */
@Path("/internal/agents/{agentId}/call-end-webhook")
public class CallEndWebhookResource {
    private final AgentStore agents;
    private static final String ZONE = "Europe/Paris";

    private final StoredSecrets secrets;
    private final ObjectMapper mapper;

    CallEndWebhookResource(AgentStore agents, StoredSecrets secrets, ObjectMapper mapper) {
        this.agents = agents;
        this.secrets = secrets;
        this.mapper = mapper;
    }

    /** Reading the key derives an AES key: not on the event loop. */
    @GET
    public Uni<CallEndWebhook> get(String agentId) {
        UUID id = id(agentId);
        return agents.callEnd(id)
                .onItem()
                .ifNull()
                .failWith(NotFoundException::new)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(stored -> webhook(id, stored));
    }

    private CallEndWebhook webhook(UUID id, CallEnd stored) {
        String url = stored.webhook();
        TranscriptMail transcript = transcript(stored);
        if (url == null || url.isBlank()) {
            return new CallEndWebhook(null, null, transcript);
        }
        String key = stored.sessionKey();
        boolean told = key != null && isOfOneOrigin(url, stored.sessionUrl());
        return new CallEndWebhook(url, told ? secrets.decrypt(id.toString(), key) : null, transcript);
    }

    private TranscriptMail transcript(CallEnd stored) {
        String zone = stored.timezone();
        return stored.transcript() == null
                ? TranscriptMail.NONE
                : TranscriptSettings.read(json(stored.transcript()), zone == null ? ZONE : zone);
    }

    private JsonNode json(String text) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what the database keeps as JSON", e);
        }
    }

    /** The key was given for one server; no other one may learn it. */
    static boolean isOfOneOrigin(String url, @Nullable String other) {
        try {
            return other != null && origin(url).equals(origin(other));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String origin(String text) {
        URI url = URI.create(text);
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : 80;
        return scheme + "://" + String.valueOf(url.getHost()).toLowerCase(Locale.ROOT) + ":"
                + (url.getPort() < 0 ? usual : url.getPort());
    }

    /** A workflow has an id of its own kind, and no webhook. */
    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new NotFoundException("agent " + text + " is unknown", e);
        }
    }
}
