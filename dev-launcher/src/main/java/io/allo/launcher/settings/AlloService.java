// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.settings;

import java.util.Arrays;
import java.util.Locale;

/** The four services, in the order in which they are named everywhere. */
public enum AlloService {
    SESSION_CONFIG_SERVICE(4000, 9001),
    TOOL_EXECUTOR_SERVICE(3000, 9002),
    CHANNEL_ROUTER(8000, 9003),
    SIP_GATEWAY(8060, 9004);

    private final int httpPort;
    private final int managementPort;

    AlloService(int httpPort, int managementPort) {
        this.httpPort = httpPort;
        this.managementPort = managementPort;
    }

    public static AlloService ofModule(String module) {
        return Arrays.stream(values())
                .filter(service -> service.module().equals(module))
                .findFirst()
                .orElseThrow(() -> new LaunchFailure("no service '" + module + "'; there are: "
                        + String.join(
                                ", ",
                                Arrays.stream(values()).map(AlloService::module).toList())));
    }

    /** Its folder and artifact id. */
    public String module() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    int httpPort() {
        return httpPort;
    }

    int managementPort() {
        return managementPort;
    }
}
