// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.toolexecutor.config.ServiceKey;
import io.quarkus.vertx.http.HttpServer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Sends a tool's request and reads its answer. Attempts share one idempotency key, so a repetition cannot do it twice. */
@ApplicationScoped
class HttpToolRequest {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final BusinessEndpointsClient client;
    private final ServiceKey service;
    private final ExecutionConfig config;
    private final HttpServer ownServer;
    private final ObjectMapper mapper;

    HttpToolRequest(
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

    /** An understood request's answer; a 4xx is one too. */
    record Reply(int status, Map<String, Object> body) {
        boolean accepted() {
            return status < 400;
        }

        String error() {
            return body.get("error") instanceof String text ? text : "refused with status " + status;
        }
    }

    /** The endpoint did not answer in a usable way, so whether it acted is unknown. */
    static final class NoReplyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoReplyException(String message) {
            super(message, null, false, false);
        }
    }

    /** Fails with whatever kept every attempt from being answered. */
    Uni<Reply> send(HttpBinding binding, ToolExecutionRequest call) {
        Map<String, Object> values = binding.values(call);
        return Uni.createFrom()
                .deferred(() -> attempt(binding, call, values))
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .map(this::read)
                .onFailure()
                .retry()
                .atMost(config.retries());
    }

    private Uni<Response> attempt(HttpBinding binding, ToolExecutionRequest call, Map<String, Object> values) {
        String url = config.endpointsUrl().orElseGet(() -> "http://127.0.0.1:" + ownServer.getPort()) + binding.path();
        String key = service.value();
        String once = call.conversationId() + ":" + call.toolCallId();
        Uni<Response> response = switch (binding.method()) {
            case GET -> client.get(url, key, call.accountId(), texts(values));
            case POST -> client.post(url, key, call.accountId(), once, values);
            case PATCH -> client.patch(url, key, call.accountId(), once, values);
        };
        // The client turns 4xx and 5xx into exceptions; here they are answers.
        return response.onFailure(WebApplicationException.class)
                .recoverWithItem(e -> ((WebApplicationException) e).getResponse());
    }

    private Reply read(Response response) {
        if (response.getStatus() >= 500) {
            throw new NoReplyException("status " + response.getStatus());
        }
        try {
            return new Reply(response.getStatus(), mapper.readValue(response.readEntity(String.class), OBJECT));
        } catch (JsonProcessingException e) {
            throw new NoReplyException("the answer is no JSON object");
        }
    }

    private static Map<String, String> texts(Map<String, Object> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
    }
}
