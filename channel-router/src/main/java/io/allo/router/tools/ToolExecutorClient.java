// SPDX-License-Identifier: Apache-2.0
package io.allo.router.tools;

import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.router.config.ServiceKey;
import io.allo.router.conversation.ToolInvoker;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import java.net.ConnectException;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * {@link ToolInvoker} over tool-executor-service. A call that did not get through (no connection, 503) is sent again with the same
 * key, which the executor does only once; the engine's time limit ends that. A circuit breaker keeps a dead executor from
 * costing every caller that limit.
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
    }

    @Override
    public Uni<ToolExecutionResponse> execute(ToolExecutionRequest request) {
        return guard.get(() -> api.execute(serviceKey.value(), request));
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

    /** 4xx: the executor works, the request is wrong. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof WebApplicationException refused
                && refused.getResponse().getStatus() < 500;
    }
}
