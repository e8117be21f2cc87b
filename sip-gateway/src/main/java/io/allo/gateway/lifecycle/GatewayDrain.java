// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import io.allo.gateway.call.CallController;
import io.allo.gateway.config.CallConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;
import sun.misc.Signal;

/**
 * From SIGTERM to the last BYE: new calls get 503, live calls end by themselves or, at the deadline, with an
 * announcement. A second signal ends all of them at once.
 */
@ApplicationScoped
class GatewayDrain {
    private static final Logger LOG = Logger.getLogger(GatewayDrain.class);
    private static final Duration LAST_BYES = Duration.ofSeconds(2);

    private final CallController calls;
    private final Duration patience;
    private final Duration farewell;

    GatewayDrain(CallController calls, CallConfig config) {
        this.calls = calls;
        this.patience = config.drain();
        this.farewell = config.playOut().plus(LAST_BYES);
    }

    /** Blocks. */
    void run() throws InterruptedException {
        calls.refuseNew();
        LOG.infof("draining: %d calls live", calls.active());
        listenToSecondSignal();
        int ended = calls.drain(patience, farewell);
        if (ended > 0) {
            LOG.warnf("%d calls were ended by the deadline of %s", ended, patience);
        }
    }

    /** The first one was the JVM's. */
    private void listenToSecondSignal() {
        for (String name : new String[] {"TERM", "INT"}) {
            try {
                Signal.handle(new Signal(name), _ -> {
                    LOG.warn("second signal: calls are ended now");
                    calls.hurry();
                });
            } catch (IllegalArgumentException e) {
                LOG.debugf("signal %s is not ours to hear", name);
            }
        }
    }
}
