// SPDX-License-Identifier: Apache-2.0
package io.allo.router.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.ServiceKeys;
import io.allo.contracts.events.ConversationEvent.ConversationEnded;
import io.allo.contracts.session.CallEndWebhook;
import io.allo.egress.EgressClient;
import io.allo.egress.EgressRequest;
import io.allo.router.config.ServiceKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * Posts one ended call to the address that its agent names now, by the client for customers' addresses. The call's id is the
 * {@code Idempotency-Key}: a server that has the call already can tell.
 */
@Singleton
class CallEndSender {
    private static final int UNKNOWN = 404;
    /** Refusals that say "not now". */
    private static final Set<Integer> NOT_NOW = Set.of(408, 425, 429);

    private final CallEndApi agents;
    private final ServiceKey serviceKey;
    private final EndedCalls calls;
    private final EgressClient egress;
    private final ObjectMapper mapper;
    private final CallEndConfig config;

    CallEndSender(
            @RestClient CallEndApi agents,
            ServiceKey serviceKey,
            EndedCalls calls,
            EgressClient egress,
            ObjectMapper mapper,
            CallEndConfig config) {
        this.agents = agents;
        this.serviceKey = serviceKey;
        this.calls = calls;
        this.egress = egress;
        this.mapper = mapper;
        this.config = config;
    }

    /** What came of one try. */
    enum Kind {
        NOBODY,
        TAKEN,
        REFUSED,
        AGAIN
    }

    /** @param status HTTP status, 0 without an answer */
    record Answer(Kind kind, int status) {
        static final Answer NOBODY = new Answer(Kind.NOBODY, 0);
        /** No answer, or none in time. */
        static final Answer LOST = new Answer(Kind.AGAIN, 0);

        static Answer of(int status) {
            if (status >= 200 && status < 300) {
                return new Answer(Kind.TAKEN, status);
            }
            boolean refused = status >= 400 && status < 500 && !NOT_NOW.contains(status);
            return new Answer(refused ? Kind.REFUSED : Kind.AGAIN, status);
        }
    }

    /** Fails when somebody could not be asked. */
    Uni<Answer> send(ConversationEnded ended) {
        return agents.of(serviceKey.value(), ended.agentId())
                .onFailure(CallEndSender::isUnknown)
                .recoverWithItem(CallEndWebhook.NONE)
                .chain(webhook -> {
                    String url = webhook.url();
                    return url == null
                            ? Uni.createFrom().item(Answer.NOBODY)
                            : calls.report(ended).chain(report -> post(url, webhook.key(), report));
                });
    }

    private Uni<Answer> post(String url, @Nullable String key, Optional<CallReport> report) {
        if (report.isEmpty()) {
            return Uni.createFrom().item(Answer.NOBODY);
        }
        URI target;
        try {
            target = URI.create(url);
        } catch (IllegalArgumentException e) {
            return Uni.createFrom().item(new Answer(Kind.REFUSED, 0));
        }
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json");
        headers.put("Idempotency-Key", report.get().callId());
        if (key != null) {
            headers.put(ServiceKeys.API_KEY_HEADER, key);
        }
        return egress.send(EgressRequest.of("POST", target, headers, json(report.get()), config.timeout()))
                .map(answer -> Answer.of(answer.status()));
    }

    private Buffer json(CallReport report) {
        try {
            return Buffer.buffer(mapper.writeValueAsBytes(report));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report cannot be written as JSON", e);
        }
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof WebApplicationException refused
                && refused.getResponse().getStatus() == UNKNOWN;
    }
}
