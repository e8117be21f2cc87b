// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.e2e.stack.AlloApi;
import io.allo.launcher.settings.AlloService;
import io.allo.testkit.sip.Kamailio;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * A SIP account of the demo business for the length of a test. Closed when the gateway has forgotten it: while it knows
 * one it refuses callers without, and those would be the next test's.
 */
public final class SipAccount implements AutoCloseable {
    private static final String PATH = "/api/admin/sip-accounts";
    private static final Duration SOON = Duration.ofSeconds(45);

    private final AlloApi api;
    private final int id;
    private final String label;

    private SipAccount(AlloApi api, String label, String settings) {
        this.api = api;
        this.label = label;
        this.id = api.send("POST", AlloService.SESSION_CONFIG_SERVICE, PATH, """
                        {"label": "%s", %s}""".formatted(label, settings), 201)
                .path("id")
                .asInt();
    }

    /** One with this label. @param settings further fields of the account, as JSON without braces */
    public static SipAccount of(AlloApi api, String label, String settings) {
        return new SipAccount(api, label, settings);
    }

    /** Registered with this carrier as {@code gateway}, and the default for outbound calls. */
    public static SipAccount at(Kamailio carrier, AlloApi api, boolean sendRefer) {
        return new SipAccount(api, "carrier-" + UUID.randomUUID(), """
                "trunk_uri": "sip:gateway@127.0.0.1:%d", "username": "gateway", "password": "gw-secret",
                "is_default": true, "policy": {"dialAllow": ["+33"], "dialFormat": "e164", "sendRefer": %b}
                """.formatted(carrier.port(), sendRefer));
    }

    public int id() {
        return id;
    }

    void deactivate() {
        api.send("PATCH", AlloService.SESSION_CONFIG_SERVICE, PATH + "/" + id, """
                {"is_active": false}""", 200);
    }

    public void awaitState(String state) {
        Awaitility.await("account " + label + " is " + state).atMost(SOON).untilAsserted(() -> {
            JsonNode now = api.get(AlloService.SESSION_CONFIG_SERVICE, PATH + "/" + id);
            assertThat(now.path("registration").path("state").asText()).isEqualTo(state);
        });
    }

    @Override
    public void close() {
        api.send("DELETE", AlloService.SESSION_CONFIG_SERVICE, PATH + "/" + id, "", 204);
        Awaitility.await("the gateway forgets the account " + label)
                .atMost(SOON)
                .until(() -> !api.get(AlloService.SIP_GATEWAY, "/health").hasNonNull("sip_account"));
    }
}
