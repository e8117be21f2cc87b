// SPDX-License-Identifier: Apache-2.0
package io.allo.router.meta;

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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * Meta's webhook: 200 once everything is kept. 403 for a wrong signature or word, 413 for too much, 400 for no JSON, 503 when
 * something could not be kept and must come again.
 */
@Path("/api/meta")
public class MetaResource {
    private static final Logger LOG = Logger.getLogger(MetaResource.class);

    private final MetaIntake intake;
    private final MetaConfig config;
    private final ObjectMapper json;

    MetaResource(MetaIntake intake, MetaConfig config, ObjectMapper json) {
        this.intake = intake;
        this.config = config;
        this.json = json;
    }

    /** Exactly this object. */
    public record Health(String status, String service, String channel) {}

    @GET
    @Path("/health")
    @Produces(MediaType.APPLICATION_JSON)
    public Health health() {
        return new Health("ok", "whatsapp", "meta");
    }

    /** The webhook is being set up. */
    @GET
    @Path("/webhook")
    @Produces(MediaType.TEXT_PLAIN)
    public Response verify(
            @RestQuery("hub.mode") @Nullable String mode,
            @RestQuery("hub.verify_token") @Nullable String token,
            @RestQuery("hub.challenge") @Nullable String challenge) {
        boolean ours = token != null
                && config.verifyToken().filter(word -> same(word, token)).isPresent();
        return ours && "subscribe".equals(mode) && challenge != null && challenge.matches("[A-Za-z0-9_-]{1,200}")
                ? Response.ok(challenge).build()
                : Response.status(Response.Status.FORBIDDEN).build();
    }

    @POST
    @Path("/webhook")
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> webhook(
            @HeaderParam("X-Hub-Signature-256") @Nullable String signature, byte @Nullable [] body) {
        byte[] bytes = body == null ? new byte[0] : body;
        if (bytes.length > config.maxBodySize()) {
            return answer(Response.Status.REQUEST_ENTITY_TOO_LARGE);
        }
        if (config.appSecret().isEmpty()) {
            LOG.warn("A delivery of Meta is refused: allo.meta.app-secret is not set");
            return answer(Response.Status.FORBIDDEN);
        }
        if (!MetaSignature.fits(config.appSecret().get(), bytes, signature)) {
            return answer(Response.Status.FORBIDDEN);
        }
        JsonNode delivery;
        try {
            delivery = json.readTree(bytes);
        } catch (IOException e) {
            return answer(Response.Status.BAD_REQUEST);
        }
        return intake.keep(MetaItem.of(delivery))
                .replaceWith(Response.ok().build())
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.error("A delivery of Meta could not be kept: it must come again", failure);
                    return Response.status(Response.Status.SERVICE_UNAVAILABLE).build();
                });
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static Uni<Response> answer(Response.Status status) {
        return Uni.createFrom().item(Response.status(status).build());
    }
}
