// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.audit;

import io.allo.toolexecutor.audit.AuditRepository.Told;
import io.smallrye.mutiny.Uni;

/** Port: where noted changes go. */
interface AuditSink {
    /** Completes when the change is kept there, or was refused for good. */
    Uni<Void> tell(Told change);
}
