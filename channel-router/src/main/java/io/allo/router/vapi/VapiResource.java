// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.router.conversation.ContactDirectory.UnavailableException;
import io.allo.router.conversation.Opened;
import io.allo.router.vapi.VapiDoor.NotProvenException;
import io.allo.router.vapi.VapiTerms.Terms;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Vapi's server URL. 401 without a valid secret, 400 for what is no message, 413 for too large a one, 503 while nobody knows whose
 * secret counts, else always 200.
 */
@Path("/api/vapi")
@Produces(MediaType.APPLICATION_JSON)
public class VapiResource {
    private static final Logger LOG = Logger.getLogger(VapiResource.class);
    private static final String WRONG_SECRET = "the secret is wrong";

    private final VapiDoor door;
    private final VapiConfig config;
    private final VapiTerms terms;
    private final ClassicAnswers classic;
    private final ServerAnswers server;
    private final ObjectMapper json;

    VapiResource(
            VapiDoor door,
            VapiConfig config,
            VapiTerms terms,
            ClassicAnswers classic,
            ServerAnswers server,
            ObjectMapper json) {
        this.door = door;
        this.config = config;
        this.terms = terms;
        this.classic = classic;
        this.server = server;
        this.json = json;
    }

    /** Exactly this object. */
    public record Health(String status, String service, String channel, String message) {}

    @GET
    @Path("/health")
    public Health health() {
        return new Health("ok", "voice", "vapi", "Vapi's messages are answered");
    }

    /** @param testResponse what a sentence would be answered with */
    public record Test(
            String status, @JsonProperty("test_response") Map<String, Object> testResponse, String message) {}

    /** The shape of an answer, without an agent. */
    @GET
    @Path("/test")
    public Test test() {
        return new Test("ok", ClassicAnswers.say("Bonjour."), "POST /api/vapi/webhook answers in this shape");
    }

    @POST
    @Path("/webhook")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> webhook(
            @HeaderParam("X-Vapi-Secret") @Nullable String secret,
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("x-signature") @Nullable String signature,
            @HeaderParam("x-timestamp") @Nullable String timestamp,
            byte @Nullable [] body) {
        byte[] bytes = body == null ? new byte[0] : body;
        if (bytes.length > config.maxBodySize()) {
            return refused(413, "the message is larger than " + config.maxBodySize() + " bytes");
        }
        JsonNode root;
        try {
            root = json.readTree(bytes);
        } catch (IOException e) {
            return refused(400, "the body is no JSON, expected {\"message\":{\"type\":...}}");
        }
        if (root == null || !root.path("message").isObject()) {
            return refused(400, "expected {\"message\":{\"type\":...}}");
        }
        VapiMessage message = VapiMessage.of(root);
        VapiDoor.Proof proof = new VapiDoor.Proof(secret, authorization, signature, timestamp);
        if (proof.none() && terms.configured(message).secret().isPresent()) {
            return refused(401, WRONG_SECRET);
        }
        return terms.of(message)
                .chain(agreed -> door.trusts(agreed.secret(), proof, bytes)
                        ? answer(message, agreed, opened -> admit(opened, agreed, message, proof, bytes))
                        : refused(401, WRONG_SECRET))
                .onFailure(NotProvenException.class)
                .recoverWithUni(() -> refused(401, WRONG_SECRET))
                .onFailure(UnavailableException.class)
                .recoverWithUni(away -> unproven(message, away));
    }

    private Uni<Response> answer(VapiMessage message, Terms agreed, Consumer<Opened> admit) {
        Uni<Map<String, Object>> answer = switch (agreed.mode()) {
            case SERVER -> server.answer(message, terms.number(), admit);
            case CLASSIC -> classic.answer(message, terms.number(), admit);
        };
        return answer.map(found -> Response.ok(found).build());
    }

    /** A call goes on with the agent that began it, whatever number the message names. */
    private void admit(Opened opened, Terms agreed, VapiMessage message, VapiDoor.Proof proof, byte[] body) {
        boolean same = opened.agent().agentId().equals(agreed.agentId());
        if (!same && !door.trusts(terms.secretOf(opened.agent(), message), proof, body)) {
            throw new NotProvenException();
        }
    }

    /** Whose secret counts is not known now: nothing is done, the caller hears an apology where Vapi takes one. */
    private static Uni<Response> unproven(VapiMessage message, Throwable away) {
        LOG.warnf("a message of Vapi is refused: %s", away.toString());
        return switch (message.type()) {
            case "user-message" -> ok(ClassicAnswers.apology());
            case "assistant-request" -> ok(ServerAnswers.nobody());
            default -> refused(503, "the agent's settings cannot be read now");
        };
    }

    private static Uni<Response> ok(Map<String, Object> body) {
        return Uni.createFrom().item(Response.ok(body).build());
    }

    private static Uni<Response> refused(int status, String message) {
        return Uni.createFrom()
                .item(Response.status(status).entity(Map.of("error", message)).build());
    }
}
