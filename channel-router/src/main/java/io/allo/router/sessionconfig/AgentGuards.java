// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sessionconfig;

import io.allo.contracts.session.SessionConfig;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One circuit breaker per agent. An annotation would make one per method: a single customer's broken server would then cut off
 * all others.
 */
@Singleton
class AgentGuards {
    private static final int MOST = 1_000;
    private static final int WINDOW = 6;
    private static final double FAILURES = 0.5;
    private static final int OPEN_SECONDS = 10;

    private final Map<String, TypedGuard<Uni<Optional<SessionConfig>>>> guards = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TypedGuard<Uni<Optional<SessionConfig>>>> eldest) {
            return size() > MOST;
        }
    };

    synchronized TypedGuard<Uni<Optional<SessionConfig>>> of(String agentId) {
        return guards.computeIfAbsent(agentId, AgentGuards::guard);
    }

    private static TypedGuard<Uni<Optional<SessionConfig>>> guard(String agentId) {
        return TypedGuard.create(new TypeLiteral<Uni<Optional<SessionConfig>>>() {})
                .withDescription("session of agent " + agentId)
                .withCircuitBreaker()
                .requestVolumeThreshold(WINDOW)
                .failureRatio(FAILURES)
                .delay(OPEN_SECONDS, ChronoUnit.SECONDS)
                .done()
                .build();
    }
}
