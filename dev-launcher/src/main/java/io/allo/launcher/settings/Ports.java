// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.settings;

import io.allo.launcher.servers.FreePorts;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * The ports of one running Allo.
 *
 * @param firstRtp first of the UDP ports for voice; each call takes an even one and the next
 */
public record Ports(
        Map<AlloService, Integer> http, Map<AlloService, Integer> management, int sip, int firstRtp, int lastRtp) {
    private static final int SIP = 5060;
    private static final int FIRST_RTP = 20_000;
    private static final int LAST_RTP = 29_999;
    private static final int RTP_PORTS_BESIDE = 500;

    public Ports {
        http = Map.copyOf(http);
        management = Map.copyOf(management);
    }

    /** The usual ports plus ALLO_PORT_OFFSET; single ones by ALLO_&lt;SERVICE&gt;_PORT and ALLO_SIP_PORT. */
    public static Ports of(Environment environment) {
        int offset = environment.number("ALLO_PORT_OFFSET", 0);
        Map<AlloService, Integer> http = new EnumMap<>(AlloService.class);
        Map<AlloService, Integer> management = new EnumMap<>(AlloService.class);
        for (AlloService service : AlloService.values()) {
            // PORT is how hosting platforms name the port of the service with the pages for everybody
            int usual = service == AlloService.CHANNEL_ROUTER
                    ? environment.number("PORT", service.httpPort() + offset)
                    : service.httpPort() + offset;
            http.put(service, environment.number("ALLO_" + service.name() + "_PORT", usual));
            management.put(service, service.managementPort() + offset);
        }
        return new Ports(
                http,
                management,
                environment.number("ALLO_SIP_PORT", SIP + offset),
                environment.number("ALLO_MEDIA_FIRST_PORT", FIRST_RTP),
                environment.number("ALLO_MEDIA_LAST_PORT", LAST_RTP));
    }

    /** For tests beside a running Allo: whatever is free, and voice ports outside the usual range. */
    public static Ports free() throws IOException {
        Map<AlloService, Integer> http = new EnumMap<>(AlloService.class);
        Map<AlloService, Integer> management = new EnumMap<>(AlloService.class);
        for (AlloService service : AlloService.values()) {
            http.put(service, FreePorts.one());
            management.put(service, FreePorts.one());
        }
        return new Ports(http, management, FreePorts.one(), LAST_RTP + 1, LAST_RTP + RTP_PORTS_BESIDE);
    }

    public String url(AlloService service) {
        return "http://localhost:" + http.get(service);
    }

    public String managementUrl(AlloService service) {
        return "http://localhost:" + management.get(service);
    }
}
