// SPDX-License-Identifier: Apache-2.0
package io.allo.router.stubs;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Twilio's account and Vapi's secret in tests, and times that are short enough to wait for. */
public final class TwilioPort implements QuarkusTestResourceLifecycleManager {
    public static final String AUTH_TOKEN = "0123456789abcdef0123456789abcdef";
    public static final String ACCOUNT_SID = "AC00000000000000000000000000000001";
    public static final String PUBLIC_URL = "https://hooks.example.com";
    public static final String CHOICE_OF_3 = "HX00000000000000000000000000000003";
    static final String PORT = "stub.twilio-port";

    @Override
    public Map<String, String> start() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(socket.getLocalPort());
            return Map.ofEntries(
                    Map.entry(PORT, port),
                    Map.entry("allo.twilio.api-url", "http://127.0.0.1:" + port),
                    Map.entry("allo.twilio.account-sid", ACCOUNT_SID),
                    Map.entry("allo.twilio.auth-token", AUTH_TOKEN),
                    Map.entry("allo.twilio.public-url", PUBLIC_URL),
                    Map.entry("allo.whatsapp.patience", "2s"),
                    Map.entry("allo.whatsapp.choices.\"3\"", CHOICE_OF_3),
                    Map.entry("allo.sms.patience", "2s"),
                    Map.entry("allo.inbox.lease", "5s"),
                    Map.entry("allo.inbox.sweep-interval", "300ms"),
                    Map.entry("allo.inbox.settle-after", "1s"),
                    Map.entry("allo.inbox.settle-within", "4s"),
                    Map.entry("allo.vapi.number", "+33939240575"),
                    Map.entry("allo.vapi.secret", "vapi-test-secret"),
                    Map.entry("allo.vapi.report-patience", "300ms"),
                    Map.entry("allo.vapi.lines.\"+33939240576\".mode", "server"));
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    @Override
    public void stop() {
        // the stub ends with the application
    }
}
