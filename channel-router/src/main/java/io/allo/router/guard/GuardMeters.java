// SPDX-License-Identifier: Apache-2.0
package io.allo.router.guard;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** How often something was withheld: {@code allo_guard_withheld_total{model}}. Any thread. */
@Singleton
public class GuardMeters {
    private static final Logger LOG = Logger.getLogger(GuardMeters.class);
    private final MeterRegistry metrics;

    public GuardMeters(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void withheld(String model) {
        LOG.infof("an answer of %s that repeated its instructions was withheld", model);
        metrics.counter("allo.guard.withheld", "model", model).increment();
    }
}
