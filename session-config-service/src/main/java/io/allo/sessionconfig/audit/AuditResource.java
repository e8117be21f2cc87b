// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.audit;

import io.allo.sessionconfig.audit.AuditLog.Line;
import io.allo.sessionconfig.door.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The changes of an account, newest first; an administrator sees all. */
@Path("/api/audit")
public class AuditResource {
    private final AuditLog log;

    AuditResource(AuditLog log) {
        this.log = log;
    }

    /** @param before id of the last line of the page before */
    @GET
    public Uni<List<Line>> page(
            @RestQuery @Nullable Long before,
            @RestQuery @DefaultValue("50") @Min(1) @Max(500) int limit,
            @Context ContainerRequestContext request) {
        return log.page(Caller.of(request).accountId(), before, limit);
    }
}
