// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.jspecify.annotations.Nullable;

/** Vapi's server URL. 401 without a valid secret, 400 for what is no message, 413 for too large a one, else always 200. */
@Path("/api/vapi")
@Produces(MediaType.APPLICATION_JSON)
public class VapiResource {
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
        return terms.of(message).chain(agreed -> {
            if (!door.trusts(agreed.secret(), proof, bytes)) {
                return refused(401, WRONG_SECRET);
            }
            Uni<Map<String, Object>> answer = switch (agreed.mode()) {
                case SERVER -> server.answer(message, terms.number());
                case CLASSIC -> classic.answer(message, terms.number());
            };
            return answer.map(found -> Response.ok(found).build());
        });
    }

    private static Uni<Response> refused(int status, String message) {
        return Uni.createFrom()
                .item(Response.status(status).entity(Map.of("error", message)).build());
    }
}
