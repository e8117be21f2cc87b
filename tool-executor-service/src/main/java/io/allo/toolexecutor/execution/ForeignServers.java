// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.ServiceKeys;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.UrlTemplate;
import io.allo.egress.EgressClient;
import io.allo.egress.EgressException;
import io.allo.egress.EgressRequest;
import io.allo.egress.EgressResponse;
import io.allo.toolexecutor.execution.Tool.HttpTool;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Requests to customers' own servers, by the one way out. What may have been done is repeated only when doing it twice does no
 * harm; else the failure says that its outcome is unknown.
 */
@ApplicationScoped
class ForeignServers {
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final EgressClient egress;
    private final ExecutionConfig config;
    private final ObjectMapper mapper;

    ForeignServers(EgressClient egress, ExecutionConfig config, ObjectMapper mapper) {
        this.egress = egress;
        this.config = config;
        this.mapper = mapper;
    }

    /** Fails with {@link NoReplyException}. */
    Uni<Reply> send(HttpTool tool, Rendered request, ToolExecutionRequest call) {
        Integer own = tool.call().timeoutMs();
        EgressRequest wanted = EgressRequest.of(
                tool.call().method(),
                url(request),
                headers(tool, request, call),
                bytes(request.body()),
                own == null ? config.timeout() : Duration.ofMillis(own));
        return Uni.createFrom()
                .deferred(() -> egress.send(wanted))
                .onFailure(EgressException.class)
                .transform(failure -> noReply((EgressException) failure))
                .map(answer -> read(tool, answer))
                .onFailure(failure -> tool.isRepeatable() || certainlyNotDone(failure))
                .retry()
                .atMost(config.retries());
    }

    private static NoReplyException noReply(EgressException failure) {
        return new NoReplyException(String.valueOf(failure.getMessage()), failure.sent());
    }

    private static boolean certainlyNotDone(Throwable failure) {
        return failure instanceof NoReplyException none && !none.mayBeDone();
    }

    private static URI url(Rendered request) {
        StringBuilder url = new StringBuilder(request.url());
        char separator = request.url().indexOf('?') < 0 ? '?' : '&';
        for (Map.Entry<String, String> value : request.query().entrySet()) {
            url.append(separator)
                    .append(UrlTemplate.encoded(value.getKey()))
                    .append('=')
                    .append(UrlTemplate.encoded(value.getValue()));
            separator = '&';
        }
        return URI.create(url.toString());
    }

    private static Map<String, String> headers(HttpTool tool, Rendered request, ToolExecutionRequest call) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Accept", "application/json");
        headers.put("User-Agent", "Allo");
        if (request.body() != null) {
            headers.put(
                    "Content-Type",
                    request.body() instanceof String ? "text/plain; charset=utf-8" : "application/json");
        }
        if (!tool.call().method().equals("GET")) {
            headers.put(ServiceKeys.IDEMPOTENCY_HEADER, call.conversationId() + ":" + call.toolCallId());
        }
        headers.putAll(request.headers());
        return headers;
    }

    private @Nullable Buffer bytes(@Nullable Object body) {
        try {
            return switch (body) {
                case null -> null;
                case String text -> Buffer.buffer(text);
                default -> Buffer.buffer(mapper.writeValueAsBytes(body));
            };
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reply read(HttpTool tool, EgressResponse answer) {
        int status = answer.status();
        if (status == TOO_MANY || status == UNAVAILABLE) {
            throw new NoReplyException("status " + status, false);
        }
        if (status >= 500) {
            throw new NoReplyException("status " + status, !tool.call().method().equals("GET"));
        }
        return Reply.of(status, answer.body().toString(), mapper);
    }
}
