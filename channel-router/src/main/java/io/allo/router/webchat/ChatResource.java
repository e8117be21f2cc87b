// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.allo.router.conversation.ConversationEngine.UnknownAddressException;
import io.allo.router.door.OriginPolicy;
import io.allo.router.inbox.Inbox;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The chat for clients without a widget: a message is posted, the answer comes on {@code GET /stream/{id}}. Here a
 * conversation's id alone opens it, the client's own or an unguessable new one; conversations of the widget need their secret and cannot be joined this way.
 */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class ChatResource {
    private static final Logger LOG = Logger.getLogger(ChatResource.class);

    private final WebChat chat;
    private final WebChatConfig config;
    private final ConnectionCount connections;
    private final OriginPolicy origins;

    ChatResource(WebChat chat, WebChatConfig config, ConnectionCount connections) {
        this.chat = chat;
        this.config = config;
        this.connections = connections;
        this.origins = new OriginPolicy(config.allowedOrigins().orElse(Set.of()));
    }

    /** @param channel as existing clients send it; only the web is served here, whatever it says */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Message(
            @Nullable String message,
            @JsonProperty("conversation_id") @Nullable String conversationId,
            @Nullable String channel) {}

    /** Where the answer will be. */
    public record Posted(@JsonProperty("conversation_id") String conversationId) {}

    /** @param freeSlots -1: there is no calendar here to count */
    public record Health(
            String status,
            int streams,
            @JsonProperty("free_slots") int freeSlots) {}

    /** Answers without the database. */
    @GET
    @Path("/health")
    public Health health() {
        return new Health("ok", connections.streams(), -1);
    }

    /** The free slots of the deterministic engine's calendar; there is none here. */
    public record Slots(@JsonProperty("free_slots") int freeSlots, List<String> slots) {}

    @GET
    @Path("/debug/slots")
    public Slots slots() {
        return new Slots(-1, List.of());
    }

    @POST
    @Path("/chat")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> post(
            @Nullable Message body,
            @HeaderParam("X-Tenant-Key") @Nullable String tenantKey,
            @Context HttpServerRequest request) {
        if (!origins.allows(request.getHeader("Origin"), request.getHeader("Host"))) {
            return refused(403, "origin not allowed");
        }
        String text =
                body == null || body.message() == null ? "" : body.message().strip();
        if (body == null || text.isEmpty() || text.codePointCount(0, text.length()) > config.maxCharacters()) {
            return refused(400, "message must have 1 to " + config.maxCharacters() + " characters");
        }
        if (body.conversationId() != null
                && !body.conversationId().isBlank()
                && !WebConversation.isId(body.conversationId())) {
            return refused(400, "conversation_id must have 1 to 64 of A-Z a-z 0-9 _ -");
        }
        return conversation(body.conversationId(), tenantKey == null ? config.defaultAgent() : tenantKey)
                .flatMap(found -> found.isEmpty() ? refused(404, "unknown conversation") : write(found.get(), text))
                .onFailure(UnknownAddressException.class)
                .recoverWithUni(() -> refused(401, "unknown tenant key"))
                .onFailure(Inbox.ConversationFullException.class)
                .recoverWithUni(() -> refused(429, "too many messages wait for an answer"))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.error("A chat message could not be taken", failure);
                    return refused(503, "try again later");
                });
    }

    private Uni<Response> write(WebConversation conversation, String text) {
        return chat.write(conversation, UUID.randomUUID().toString(), text)
                .map(_ -> Response.ok(new Posted(conversation.id())).build());
    }

    private Uni<Optional<WebConversation>> conversation(@Nullable String id, String agentToken) {
        if (id == null || id.isBlank()) {
            return chat.create(agentToken, null).map(Optional::of);
        }
        return chat.openOrCreate(id, agentToken);
    }

    private static Uni<Response> refused(int status, String error) {
        return Uni.createFrom()
                .item(Response.status(status).entity(Map.of("error", error)).build());
    }
}
