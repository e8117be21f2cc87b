// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import io.allo.contracts.events.CallEvent;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * INVITEs that did not become calls: one reason each, in log, metric and event. Events and log lines are bounded, since a
 * flood of refused INVITEs must not become one of events; the metric counts all. Thread-safe.
 */
public final class InviteRefusals {
    private static final Logger LOG = Logger.getLogger(InviteRefusals.class);
    private static final int MOST_EVENTS_PER_SECOND = 20;

    private final CallTelemetry telemetry;
    private final CallEventSink events;
    private final CallTimers timers;
    private final GatewayIdentity identity;
    private final CallRate rate;

    public InviteRefusals(CallPorts ports) {
        this.telemetry = ports.telemetry();
        this.events = ports.events();
        this.timers = ports.timers();
        this.identity = ports.identity();
        this.rate = new CallRate(MOST_EVENTS_PER_SECOND, timers);
    }

    /**
     * Says it everywhere.
     *
     * @param sipAccountId the account that was found before it was refused, null when none was
     */
    public void refused(RefusalReason reason, @Nullable Integer sipAccountId) {
        telemetry.refused(reason.endReason());
        if (reason == RefusalReason.CHALLENGED || !rate.take()) {
            return;
        }
        LOG.infof("INVITE refused: %s, status %d, SIP account %s", reason.endReason(), reason.status(), sipAccountId);
        if (reason.status() > 0) {
            publish(reason);
        }
    }

    private void publish(RefusalReason reason) {
        String call = "r-" + UUID.randomUUID();
        Instant now = timers.now();
        EndReason why = reason.endReason();
        events.publish(new CallEvent.CallOffered(id(), now, call, CallRequest.INBOUND, null, identity.name()), null);
        events.publish(new CallEvent.CallRejected(id(), now, call, reason.status(), why), null);
        events.publish(new CallEvent.CallEnded(id(), now, call, why, 0), null);
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }
}
