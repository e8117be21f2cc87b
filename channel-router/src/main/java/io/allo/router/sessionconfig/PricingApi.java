// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sessionconfig;

import io.allo.contracts.ServiceKeys;
import io.allo.contracts.pricing.AiPricing;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The price table of session-config-service. */
@RegisterRestClient(configKey = "session-config")
@Path("/api/ai-pricing")
interface PricingApi {

    @GET
    Uni<AiPricing> current(@HeaderParam(ServiceKeys.API_KEY_HEADER) String serviceKey);
}
