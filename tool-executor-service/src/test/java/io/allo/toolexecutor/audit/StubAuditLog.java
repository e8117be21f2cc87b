// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.audit;

import io.allo.toolexecutor.audit.AuditRepository.Told;
import io.quarkus.test.Mock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands for session-config-service's audit log, which may be away. */
@Mock
@ApplicationScoped
class StubAuditLog implements AuditSink {
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    List<Told> about(String object) {
        return told.stream().filter(change -> change.object().equals(object)).toList();
    }

    /** The next changes cannot be told. */
    void fail(int times) {
        failures.set(times);
    }

    @Override
    public Uni<Void> tell(Told change) {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return Uni.createFrom().failure(new IllegalStateException("away"));
        }
        told.add(change);
        return Uni.createFrom().voidItem();
    }
}
