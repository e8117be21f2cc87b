// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.phoneline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.sessionconfig.door.JsonForm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A telephone line as its managers write it. What the body does not name is not changed; an empty password changes nothing.
 *
 * @param columns of {@code phone_lines}, without the password
 * @param password new one in clear, null when it is not changed
 */
record PhoneLineForm(
        Map<String, @Nullable Object> columns, @Nullable String password) {
    private static final Map<String, String> COLUMNS = Map.of(
            "phoneNumber", "phone_number",
            "provider", "provider",
            "sipTransport", "sip_transport",
            "stunServer", "stun_server",
            "sipDomain", "sip_domain",
            "sipUsername", "sip_username",
            "twilioTrunkSid", "twilio_trunk_sid",
            "isActive", "is_active");
    private static final Set<String> NULLABLE = Set.of("stunServer", "sipDomain", "sipUsername", "twilioTrunkSid");
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{5,14}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]_-]{0,255}");
    private static final Pattern USER = Pattern.compile("[^\\s<>\"@]{0,128}");
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9]{0,64}");
    /** What still fits its column once it is encrypted. */
    private static final int LONGEST_PASSWORD_BYTES = 159;

    /** Throws what the door answers with 400 and every field at fault. */
    static PhoneLineForm read(@Nullable JsonNode body, boolean creating) {
        JsonForm form = new JsonForm(body, creating)
                .matching("phoneNumber", E164, "E.164 such as +33123456789")
                .oneOf("provider", "sip", "twilio")
                .oneOf("sipTransport", "udp", "tcp", "tls")
                .matching("stunServer", HOST, "a host name or address")
                .matching("sipDomain", HOST, "a host name or address")
                .matching("sipUsername", USER, "a user name of at most 128 characters")
                .matching("twilioTrunkSid", SID, "letters and digits")
                .text("sipPassword", LONGEST_PASSWORD_BYTES)
                .flag("isActive");
        if (creating && body != null && !body.path("phoneNumber").isTextual()) {
            form.fault("phoneNumber", "is required");
        }
        String password = body == null ? null : body.path("sipPassword").textValue();
        if (password != null && password.getBytes(UTF_8).length > LONGEST_PASSWORD_BYTES) {
            form.fault("sipPassword", "expected at most " + LONGEST_PASSWORD_BYTES + " bytes");
        }
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        form.values(NULLABLE).forEach((field, value) -> {
            if (COLUMNS.containsKey(field)) {
                columns.put(COLUMNS.get(field), "".equals(value) ? null : value);
            }
        });
        return new PhoneLineForm(columns, password == null || password.isEmpty() ? null : password);
    }

    /** Without the password and the number. */
    @Override
    public String toString() {
        return "PhoneLineForm" + columns.keySet();
    }
}
