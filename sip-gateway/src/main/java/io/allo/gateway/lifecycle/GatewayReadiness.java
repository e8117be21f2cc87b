// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import io.allo.gateway.call.CallController;
import io.allo.gateway.mediastream.RedisWorkerDirectory;
import io.allo.gateway.signaling.SipEndpoint;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready = SIP ports open and warm, and not draining. Dependencies are told, not judged. */
@Readiness
@ApplicationScoped
class GatewayReadiness implements HealthCheck {
    private final SipEndpoint sip;
    private final CallController calls;
    private final RedisWorkerDirectory workers;
    private final TrunkOperation trunks;

    GatewayReadiness(SipEndpoint sip, CallController calls, RedisWorkerDirectory workers, TrunkOperation trunks) {
        this.sip = sip;
        this.calls = calls;
        this.workers = workers;
        this.trunks = trunks;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("sip")
                .status(sip.isListening() && calls.phase() == CallController.Phase.WARM)
                .withData("phase", calls.phase().name())
                .withData("calls", calls.active())
                .withData("workers", workers.size())
                .withData("trunks", trunks.all().size())
                .withData("trunksRegistered", trunks.registered())
                .build();
    }
}
