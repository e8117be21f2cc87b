// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Asks the system for a port that is free now, for servers that must be told their port before they start. */
public final class FreePorts {
    private FreePorts() {}

    public static int one() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
