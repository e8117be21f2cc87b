// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.HopImpl;
import io.allo.gateway.call.CallTimers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sip.address.Hop;
import org.jboss.logging.Logger;

/**
 * A request that may not fit into one datagram goes by TCP where the server takes TCP, else by UDP as before (RFC 3261 18.1.1).
 * Whether it does is tried with a short limit and remembered, since a firewall may swallow what nobody serves. Thread-safe;
 * {@link #byTcp} may wait for {@link #PATIENCE}, so it is called on the request's own thread.
 */
final class LargeRequests {
    private static final Logger LOG = Logger.getLogger(LargeRequests.class);
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration BELIEVED = Duration.ofMinutes(10);
    private static final int REMEMBERED = 1000;
    private static final String TCP = "tcp";

    private final CallTimers timers;
    private final int largest;
    private final Map<InetSocketAddress, Known> servers = new ConcurrentHashMap<>();

    private record Known(boolean open, Instant until) {}

    /** @param largest bytes that go by UDP whatever happens; 0 = all do */
    LargeRequests(CallTimers timers, int largest) {
        this.timers = timers;
        this.largest = largest;
    }

    /** True when the request was too large for its UDP, and now is one over TCP. */
    boolean byTcp(SIPRequest request) {
        if (largest == 0
                || !(request.getApplicationData() instanceof Hop hop)
                || !hop.getTransport().equalsIgnoreCase("udp")
                || request.encodeAsBytes("udp").length <= largest) {
            return false;
        }
        InetSocketAddress server = new InetSocketAddress(InetAddress.ofLiteral(hop.getHost()), hop.getPort());
        if (!isOpen(server)) {
            return false;
        }
        over(TCP, request, hop);
        return true;
    }

    /** TCP did not work after all: the same request by UDP, under a branch of its own. */
    void backToUdp(SIPRequest request, String branch) {
        Hop hop = (Hop) request.getApplicationData();
        LOG.debugf("%s:%d does not take TCP", hop.getHost(), hop.getPort());
        remember(new InetSocketAddress(InetAddress.ofLiteral(hop.getHost()), hop.getPort()), false);
        over("udp", request, hop);
        try {
            request.getTopmostVia().setBranch(branch);
        } catch (ParseException e) {
            throw new IllegalArgumentException("branch " + branch, e);
        }
    }

    private static void over(String transport, SIPRequest request, Hop hop) {
        try {
            request.getTopmostVia().setTransport(transport);
        } catch (ParseException e) {
            throw new IllegalStateException(transport + " is a transport", e);
        }
        request.setApplicationData(new HopImpl(hop.getHost(), hop.getPort(), transport));
    }

    private boolean isOpen(InetSocketAddress server) {
        Known known = servers.get(server);
        if (known != null && known.until().isAfter(timers.now())) {
            return known.open();
        }
        boolean open;
        try (Socket socket = new Socket()) {
            socket.connect(server, (int) PATIENCE.toMillis());
            open = true;
        } catch (IOException _) {
            open = false;
        }
        remember(server, open);
        return open;
    }

    private void remember(InetSocketAddress server, boolean open) {
        if (servers.size() >= REMEMBERED) {
            servers.clear();
        }
        servers.put(server, new Known(open, timers.now().plus(BELIEVED)));
    }
}
