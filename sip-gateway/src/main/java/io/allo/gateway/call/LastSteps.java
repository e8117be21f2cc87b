// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import org.jboss.logging.Logger;

/** The steps that end a call. Each is taken, whatever those before it threw: a port or a worker's slot is given back once or never. */
final class LastSteps {
    private static final Logger LOG = Logger.getLogger(LastSteps.class);

    private LastSteps() {}

    static void take(Runnable... steps) {
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (Throwable e) {
                LOG.error("a step of a call's end failed", e);
            }
        }
    }
}
