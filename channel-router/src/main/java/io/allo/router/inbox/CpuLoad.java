// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How busy the machine is, or the container where it has a limit of CPU. One thread. */
final class CpuLoad {
    private static final Logger LOG = Logger.getLogger(CpuLoad.class);
    /** Where it cannot be known late event loops and slow acceptances must do. */
    private static final double NOT_KNOWN = 0.5;

    private final @Nullable OperatingSystemMXBean system = system();

    private static @Nullable OperatingSystemMXBean system() {
        try {
            return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        } catch (IllegalArgumentException | LinkageError e) {
            LOG.infof("The machine's load is not known here: %s", e.toString());
            return null;
        }
    }

    /** Share of the CPU that was in use since the last call, 0 to 1. The kernel's counters grow by 10 ms: sooner they say little. */
    double since() {
        double load = system == null ? -1 : system.getCpuLoad();
        return load < 0 || Double.isNaN(load) ? NOT_KNOWN : load;
    }
}
