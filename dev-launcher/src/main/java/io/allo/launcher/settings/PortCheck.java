// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.settings;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds taken ports before anything is started, so that one message names them all. */
public final class PortCheck {
    private PortCheck() {}

    /** @param services those that are about to be started */
    public static void requireFree(Ports ports, Set<AlloService> services) {
        List<String> taken = new ArrayList<>();
        for (AlloService service : services) {
            checkTcp(ports.http().get(service), service.module(), taken);
            checkTcp(ports.management().get(service), service.module() + ", health and metrics", taken);
        }
        if (services.contains(AlloService.SIP_GATEWAY)) {
            checkTcp(ports.sip(), "SIP over TCP", taken);
            checkUdp(ports.sip(), "SIP over UDP", taken);
        }
        if (!taken.isEmpty()) {
            throw new LaunchFailure("""
                    taken by another program: %s
                      Stop that program ("ss -lntup" shows it), or move Allo: ALLO_PORT_OFFSET=100 ./allo up""".formatted(String.join(", ", taken)));
        }
    }

    private static void checkTcp(int port, String what, List<String> taken) {
        try (ServerSocket socket = new ServerSocket(port)) {
            if (!socket.isBound()) {
                taken.add("port " + port + " (" + what + ")");
            }
        } catch (IOException e) {
            taken.add("port " + port + " (" + what + ")");
        }
    }

    private static void checkUdp(int port, String what, List<String> taken) {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            taken.add("port " + port + " (" + what + ")");
        }
    }
}
