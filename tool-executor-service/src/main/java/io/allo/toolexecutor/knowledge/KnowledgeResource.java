// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.egress.EgressClient;
import io.allo.egress.EgressException;
import io.allo.egress.EgressRequest;
import io.allo.toolexecutor.document.DocumentFormat;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.door.JsonBody;
import io.allo.toolexecutor.idempotency.ActionKey;
import io.allo.toolexecutor.idempotency.Answer;
import io.allo.toolexecutor.idempotency.Idempotency;
import io.allo.toolexecutor.idempotency.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code /api/knowledge}: documents in and out, what is found for a question, what was asked in vain. */
@Path("/api/knowledge")
class KnowledgeResource {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_URL = 2048;
    private static final int LONGEST_QUESTION = 500;
    private static final int MOST_FOUND = 20;

    private final Knowledge knowledge;
    private final EgressClient egress;
    private final KnowledgeConfig config;
    private final Idempotency idempotency;
    private final Caller caller;

    KnowledgeResource(
            Knowledge knowledge, EgressClient egress, KnowledgeConfig config, Idempotency idempotency, Caller caller) {
        this.knowledge = knowledge;
        this.egress = egress;
        this.config = config;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @GET
    public Uni<List<KnowledgeDocument>> list(@RestQuery @Nullable String businessId) {
        return knowledge.list(Scope.of(caller.accountId(), businessId));
    }

    /** A file as the body, its media type in {@code Content-Type}. The same source again replaces it. */
    @POST
    @Cancellable(false)
    public Uni<Response> upload(
            byte @Nullable [] content,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            @RestQuery @Nullable String source,
            @RestQuery @Nullable String title,
            @RestQuery @Nullable String businessId) {
        if (content == null || content.length == 0) {
            throw ApiException.badRequest("a file is required as the body");
        }
        var upload = new Knowledge.Upload(
                Scope.of(caller.accountId(), businessId),
                format(contentType),
                required(source, "source", LONGEST_NAME),
                optional(title, "title", LONGEST_NAME),
                content);
        return stored(upload);
    }

    /** A web page or file to fetch: {@code {"url", "title", "businessId"}}. */
    @POST
    @Path("/pages")
    @Cancellable(false)
    public Uni<Response> fetch(@Nullable JsonNode body) {
        JsonBody given = JsonBody.of(body);
        String url = required(given.text("url"), "url", LONGEST_URL);
        String title = optional(given.text("title"), "title", LONGEST_NAME);
        Scope scope = Scope.of(caller.accountId(), given.text("businessId"));
        return egress.send(
                        EgressRequest.get(uri(url), Map.of("Accept", DocumentFormat.expected()), config.pageTimeout()))
                .onFailure(EgressException.class)
                .transform(e -> ApiException.badRequest("the page was not fetched: " + e.getMessage()))
                .map(answer -> {
                    if (answer.status() != Response.Status.OK.getStatusCode()) {
                        throw ApiException.badRequest(
                                "the page was not fetched: status " + answer.status() + " (expected: 200)");
                    }
                    return new Knowledge.Upload(
                            scope,
                            format(answer.headers().get(HttpHeaders.CONTENT_TYPE)),
                            url,
                            title,
                            answer.body().getBytes());
                })
                .chain(this::stored);
    }

    private Uni<Response> stored(Knowledge.Upload upload) {
        ActionKey key = ActionKey.of(caller, "knowledge");
        return knowledge
                .passages(upload)
                .chain(passages -> idempotency.once(
                        key, () -> knowledge.store(upload, passages).map(Outcome::created)))
                .map(Answer::toResponse);
    }

    @DELETE
    @Path("/{id}")
    @Cancellable(false)
    public Uni<Response> delete(UUID id) {
        String account = caller.accountId();
        return deleted("knowledge-delete", "unknown document", () -> knowledge.delete(account, id));
    }

    /** What is found for a question, with confidences, as a model would get it. */
    @GET
    @Path("/search")
    public Uni<Map<String, List<Found>>> search(
            @RestQuery @Nullable String question,
            @RestQuery @Nullable String businessId,
            @RestQuery @Nullable Integer limit) {
        int most = limit == null ? 3 : limit;
        if (most < 1 || most > MOST_FOUND) {
            throw ApiException.badRequest("limit is " + most + " (expected: 1 to " + MOST_FOUND + ")");
        }
        return knowledge
                .search(
                        Scope.of(caller.accountId(), businessId),
                        required(question, "question", LONGEST_QUESTION),
                        most)
                .map(found -> Map.of("results", found));
    }

    /** Questions without an answer, most asked first. */
    @GET
    @Path("/questions")
    public Uni<List<Unanswered.Question>> questions(@RestQuery @Nullable String businessId) {
        return knowledge.questions(Scope.of(caller.accountId(), businessId));
    }

    @DELETE
    @Path("/questions/{id}")
    @Cancellable(false)
    public Uni<Response> forget(UUID id) {
        String account = caller.accountId();
        return deleted("knowledge-question-delete", "unknown question", () -> knowledge.forget(account, id));
    }

    private Uni<Response> deleted(String operation, String unknown, Supplier<Uni<Boolean>> deletion) {
        return idempotency
                .once(
                        ActionKey.of(caller, operation),
                        () -> deletion.get().map(done -> {
                            if (!done) {
                                throw ApiException.notFound(unknown);
                            }
                            return Outcome.ok(Map.of("success", true));
                        }))
                .map(Answer::toResponse);
    }

    private static DocumentFormat format(@Nullable String contentType) {
        return DocumentFormat.of(contentType)
                .orElseThrow(() -> ApiException.badRequest(
                        "this media type is not read (expected: one of " + DocumentFormat.expected() + ")"));
    }

    private static URI uri(String url) {
        try {
            return URI.create(url.strip());
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("url is no URL");
        }
    }

    private static String required(@Nullable String value, String name, int longest) {
        String text = optional(value, name, longest);
        if (text == null) {
            throw ApiException.badRequest(name + " is required");
        }
        return text;
    }

    private static @Nullable String optional(@Nullable String value, String name, int longest) {
        if (value == null || value.isBlank()) {
            return null;
        }
        String text = value.replace("\0", "").strip();
        if (text.length() > longest) {
            throw ApiException.badRequest(
                    name + " has " + text.length() + " characters (expected: at most " + longest + ")");
        }
        return text;
    }
}
