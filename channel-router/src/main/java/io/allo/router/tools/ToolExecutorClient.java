// SPDX-License-Identifier: Apache-2.0
package io.allo.router.tools;

import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.router.config.ServiceKey;
import io.allo.router.conversation.ToolInvoker;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * {@link ToolInvoker} over tool-executor-service. A call that did not get through (no connection, 503), or whose connection broke
 * before the answer, is sent again with the same key: the executor does it only once and gives the first answer, and what it may
 * not ask a foreign server twice it does not. The engine's time limit ends that. A circuit breaker keeps a dead executor from
 * costing every caller that limit; for a call that is perhaps done, the wait is worth it.
 */
@Singleton
class ToolExecutorClient implements ToolInvoker {
    private static final int RETRIES = 20;
    private static final int RETRY_FOR_SECONDS = 8;
    private static final int RETRY_PAUSE_MS = 400;
    private static final int WINDOW = 40;
    private static final double FAILURES = 0.9;
    private static final int OPEN_SECONDS = 2;

    private final ToolExecutorApi api;
    private final ServiceKey serviceKey;
    private final TypedGuard<Uni<ToolExecutionResponse>> guard;
    private final TypedGuard<Uni<ToolExecutionResponse>> repetition;

    ToolExecutorClient(@RestClient ToolExecutorApi api, ServiceKey serviceKey) {
        this.api = api;
        this.serviceKey = serviceKey;
        this.guard = TypedGuard.create(new TypeLiteral<Uni<ToolExecutionResponse>>() {})
                .withDescription("tool-executor-service")
                .withRetry()
                .whenException(ToolExecutorClient::didNotGetThrough)
                .maxRetries(RETRIES)
                .maxDuration(RETRY_FOR_SECONDS, ChronoUnit.SECONDS)
                .delay(RETRY_PAUSE_MS, ChronoUnit.MILLIS)
                .done()
                .withCircuitBreaker()
                .when(failure -> !isRefusal(failure))
                .requestVolumeThreshold(WINDOW)
                .failureRatio(FAILURES)
                .delay(OPEN_SECONDS, ChronoUnit.SECONDS)
                .done()
                .build();
        this.repetition = TypedGuard.create(new TypeLiteral<Uni<ToolExecutionResponse>>() {})
                .withDescription("tool-executor-service, again")
                .withRetry()
                .whenException(failure -> didNotGetThrough(failure) || brokeOff(failure))
                .maxRetries(RETRIES)
                .maxDuration(RETRY_FOR_SECONDS, ChronoUnit.SECONDS)
                .delay(RETRY_PAUSE_MS, ChronoUnit.MILLIS)
                .done()
                .build();
    }

    @Override
    public Uni<ToolExecutionResponse> execute(ToolExecutionRequest request) {
        return guard.get(() -> send(request))
                .onFailure(ToolExecutorClient::brokeOff)
                .recoverWithUni(() -> repetition.get(() -> send(request)));
    }

    private Uni<ToolExecutionResponse> send(ToolExecutionRequest request) {
        return api.execute(serviceKey.value(), request);
    }

    /** Certain not to have been executed. */
    static boolean didNotGetThrough(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return true;
            }
            if (cause instanceof WebApplicationException refused
                    && refused.getResponse().getStatus() == 503) {
                return true;
            }
        }
        return false;
    }

    /** The connection ended after the request had gone out: nobody knows how far it came. */
    static boolean brokeOff(Throwable failure) {
        if (didNotGetThrough(failure) || failure instanceof WebApplicationException) {
            return false;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof VertxException) {
                return true;
            }
        }
        return false;
    }

    /** 4xx: the executor works, the request is wrong. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof WebApplicationException refused
                && refused.getResponse().getStatus() < 500;
    }
}
