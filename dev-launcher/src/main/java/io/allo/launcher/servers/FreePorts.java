// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.servers;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that are free now, for servers that must be told their port before they start. Not from those that the system gives to whoever
 * connects (from 32,768 on): one of our own connections would have taken it by then. Any thread.
 */
public final class FreePorts {
    private static final int FIRST = 10_000;
    /** Voice begins there. */
    private static final int BEYOND = 20_000;

    private static final int TRIES = 1_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /**
     * A port of 10,000 to 19,999 that nobody listens on by TCP or UDP, another one each time.
     *
     * @throws IOException when none is found
     */
    public static int one() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEYOND);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new IOException("no free port from " + FIRST + " to " + (BEYOND - 1));
    }

    private static boolean isFree(int port) {
        try (ServerSocket tcp = new ServerSocket(port);
                DatagramSocket udp = new DatagramSocket(port)) {
            return tcp.isBound() && udp.isBound();
        } catch (IOException e) {
            return false; // somebody has it
        }
    }
}
