// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.knowledge;

import io.allo.sessionconfig.config.ServiceConfig;
import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.door.UnavailableException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /api/knowledge}: the same paths, bodies and answers as at tool-executor-service (docs/knowledge.md), for the caller's account. */
@Path("/api/knowledge")
public class KnowledgeResource {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final KnowledgeClient executor;
    private final String serviceKey;

    KnowledgeResource(@RestClient KnowledgeClient executor, ServiceConfig config) {
        this.executor = executor;
        this.serviceKey = config.serviceKey();
    }

    @GET
    public Uni<Response> list(@RestQuery @Nullable String businessId, @Context ContainerRequestContext request) {
        return passedOn(executor.list(serviceKey, account(request), businessId));
    }

    /** A file as the body. */
    @POST
    @Cancellable(false)
    public Uni<Response> upload(
            byte @Nullable [] content,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String mediaType,
            @RestQuery @Nullable String source,
            @RestQuery @Nullable String title,
            @RestQuery @Nullable String businessId,
            @Context ContainerRequestContext request) {
        return passedOn(executor.upload(
                serviceKey,
                account(request),
                Objects.requireNonNullElse(mediaType, MediaType.APPLICATION_OCTET_STREAM),
                source,
                title,
                businessId,
                content == null ? new byte[0] : content));
    }

    /** A web page or file to fetch. */
    @POST
    @Path("/pages")
    @Cancellable(false)
    public Uni<Response> fetch(@Nullable String body, @Context ContainerRequestContext request) {
        return passedOn(executor.fetch(serviceKey, account(request), Objects.requireNonNullElse(body, "")));
    }

    @DELETE
    @Path("/{id}")
    @Cancellable(false)
    public Uni<Response> delete(UUID id, @Context ContainerRequestContext request) {
        return passedOn(executor.delete(serviceKey, account(request), id.toString()));
    }

    @GET
    @Path("/search")
    public Uni<Response> search(
            @RestQuery @Nullable String question,
            @RestQuery @Nullable String businessId,
            @Context ContainerRequestContext request) {
        return passedOn(executor.search(serviceKey, account(request), question, businessId));
    }

    /** Questions without an answer, most asked first. */
    @GET
    @Path("/questions")
    public Uni<Response> questions(@RestQuery @Nullable String businessId, @Context ContainerRequestContext request) {
        return passedOn(executor.questions(serviceKey, account(request), businessId));
    }

    private static String account(ContainerRequestContext request) {
        UUID account = Caller.of(request).accountId();
        if (account == null) {
            throw new BadRequestException("an administrator names the account in the header X-Allo-Account");
        }
        return account.toString();
    }

    private static Uni<Response> passedOn(Uni<Response> asked) {
        return asked.onFailure(WebApplicationException.class)
                .recoverWithItem(e -> ((WebApplicationException) e).getResponse())
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure()
                .transform(KnowledgeResource::away)
                .map(KnowledgeResource::copy);
    }

    private static Response copy(Response answer) {
        if (answer.getStatus() >= 500) {
            throw away(new IllegalStateException("status " + answer.getStatus()));
        }
        return Response.status(answer.getStatus())
                .type(MediaType.APPLICATION_JSON)
                .entity(answer.hasEntity() ? answer.readEntity(String.class) : "{}")
                .build();
    }

    private static UnavailableException away(Throwable cause) {
        return new UnavailableException("what the business knows cannot be reached now", cause);
    }
}
