// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.UrlTemplate.UnfitValueException;
import io.allo.toolexecutor.config.ServiceKey;
import io.allo.toolexecutor.execution.Tool.HttpTool;
import io.quarkus.vertx.http.HttpServer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Requests to our own business endpoints. Attempts share one idempotency key, so a repetition cannot do it twice. They carry the
 * service key, which opens more than an account may see: so nothing but a plain path under {@code /api/} is reached.
 */
@ApplicationScoped
class OwnEndpoints {
    private static final Pattern PLAIN = Pattern.compile("(/[A-Za-z0-9_~%-][A-Za-z0-9_.~%-]*)+");

    private final BusinessEndpointsClient client;
    private final ServiceKey service;
    private final ExecutionConfig config;
    private final HttpServer ownServer;
    private final ObjectMapper mapper;

    OwnEndpoints(
            @RestClient BusinessEndpointsClient client,
            ServiceKey service,
            ExecutionConfig config,
            HttpServer ownServer,
            ObjectMapper mapper) {
        this.client = client;
        this.service = service;
        this.config = config;
        this.ownServer = ownServer;
        this.mapper = mapper;
    }

    /** What {@code BASE_URL} stands for. */
    String base() {
        return config.endpointsUrl().orElseGet(() -> "http://127.0.0.1:" + ownServer.getPort());
    }

    /** Fails with whatever kept every attempt from being answered. */
    Uni<Reply> send(HttpTool tool, Rendered request, ToolExecutionRequest call) {
        refuseOtherPaths(request.url());
        return Uni.createFrom()
                .deferred(() -> attempt(tool, request, call))
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .map(this::read)
                .onFailure()
                .retry()
                .atMost(config.retries());
    }

    private static void refuseOtherPaths(String url) {
        String path = URI.create(url).getRawPath();
        if (!path.startsWith("/api/")
                || !PLAIN.matcher(path).matches()
                || path.toLowerCase(Locale.ROOT).matches(".*(%2e|%2f|%5c).*")) {
            throw new UnfitValueException("this path of the business endpoints is not for tools");
        }
    }

    private Uni<Response> attempt(HttpTool tool, Rendered request, ToolExecutionRequest call) {
        String key = service.value();
        String account = call.accountId();
        String once = call.conversationId() + ":" + call.toolCallId();
        Map<String, String> query = new LinkedHashMap<>(request.query());
        Object body = request.body() == null ? Map.of() : request.body();
        Uni<Response> response = switch (tool.call().method()) {
            case "GET" -> client.get(request.url(), key, account, query);
            case "POST" -> client.post(request.url(), key, account, once, query, body);
            case "PUT" -> client.put(request.url(), key, account, once, query, body);
            case "DELETE" -> client.delete(request.url(), key, account, once, query);
            default -> client.patch(request.url(), key, account, once, query, body);
        };
        // The client turns 4xx and 5xx into exceptions; here they are answers.
        return response.onFailure(WebApplicationException.class)
                .recoverWithItem(e -> ((WebApplicationException) e).getResponse());
    }

    private Reply read(Response response) {
        if (response.getStatus() >= 500) {
            throw new NoReplyException("status " + response.getStatus(), true);
        }
        try {
            String text = response.readEntity(String.class);
            return new Reply(response.getStatus(), text.isBlank() ? null : mapper.readValue(text, Object.class));
        } catch (JsonProcessingException e) {
            throw new NoReplyException("the answer is no JSON", true);
        }
    }
}
