// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.pricing;

import io.allo.contracts.pricing.AiPricing;
import io.allo.sessionconfig.audit.AuditLog;
import io.allo.sessionconfig.audit.AuditLog.Change;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What models cost. Every business may read it; only an administrator (the service key alone) changes it, for all. */
@Path("/api/ai-pricing")
public class PricingResource {
    private final PriceList prices;
    private final AuditLog audit;

    PricingResource(PriceList prices, AuditLog audit) {
        this.prices = prices;
        this.audit = audit;
    }

    /** @param version an earlier version of the table; not named: the one in force */
    @GET
    public Uni<AiPricing> get(@RestQuery @Nullable Integer version) {
        return version == null
                ? prices.current()
                : prices.version(version).onItem().ifNull().failWith(NotFoundException::new);
    }

    /** Makes a new version of the table. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    public Uni<AiPricing> change(@Nullable PricingChange change, @Context ContainerRequestContext request) {
        if (Caller.of(request).accountId() != null) {
            throw new ForbiddenException("prices are the administrator's");
        }
        if (change == null) {
            throw new BadRequestException("expected a JSON object");
        }
        change.check();
        return prices.change(change)
                .call(now -> audit.write(
                        Actor.known(request),
                        new Change(null, "pricing.changed", "ai-pricing:" + now.version(), List.of())));
    }
}
