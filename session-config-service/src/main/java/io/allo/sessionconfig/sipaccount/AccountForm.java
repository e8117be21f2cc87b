// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.sessionconfig.door.UnfitException;
import io.allo.sessionconfig.door.UnfitException.Fault;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Body of POST and PATCH, checked. What the body does not name is not changed; null empties what may be empty.
 *
 * @param columns new values of {@code sip_accounts} by column, without the password
 * @param password new password in clear, null when it is not changed
 * @param passwordGiven true when the body names it, be it as null
 * @param accountId new owner, null when it is not changed
 * @param policy given members of the policy, null when none is given
 */
record AccountForm(
        Map<String, @Nullable Object> columns,
        @Nullable String password,
        boolean passwordGiven,
        @Nullable UUID accountId,
        @Nullable JsonObject policy) {
    private static final Set<String> TRANSPORTS = Set.of("udp", "tcp", "tls");
    private static final int LONGEST_LABEL = 128;
    private static final int LONGEST_HOST = 255;
    private static final int LONGEST_URI = 512;
    private static final int LAST_PORT = 65_535;
    /** What still fits its column once it is encrypted. */
    private static final int LONGEST_PASSWORD_BYTES = 159;

    private static final Pattern URI = Pattern.compile("(?i)sips?:[^\\s<>\"@]+@[^\\s<>\"@]+");

    AccountForm {
        policy = policy == null ? null : policy.copy();
    }

    @Override
    public @Nullable JsonObject policy() {
        return policy == null ? null : policy.copy();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "AccountForm" + columns.keySet();
    }

    /**
     * Reads a body.
     *
     * @throws UnfitException with every fault
     */
    static AccountForm read(@Nullable JsonObject body, boolean creating) {
        return new Reader(body == null ? new JsonObject() : body, creating).read();
    }

    /** One body under reading. */
    private static final class Reader {
        private final JsonObject body;
        private final boolean creating;
        private final Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        private final List<Fault> faults = new ArrayList<>();

        Reader(JsonObject body, boolean creating) {
            this.body = body;
            this.creating = creating;
        }

        AccountForm read() {
            required("label", LONGEST_LABEL, Pattern.compile("(?s).*\\S.*"), "expected 1 to 128 characters");
            required("trunk_uri", LONGEST_URI, URI, "expected sip:user@host or sips:user@host");
            optional(
                    "username",
                    LONGEST_LABEL,
                    Pattern.compile("[^\\s<>\"@]*"),
                    "expected a user name of at most 128 characters");
            optional(
                    "contact_host",
                    LONGEST_HOST,
                    Pattern.compile("[A-Za-z0-9.:\\[\\]_-]*"),
                    "expected a host name or address");
            port();
            transport();
            flag("is_default");
            flag("is_active");
            String password = password();
            UUID owner = owner();
            JsonObject policy = policy();
            if (!faults.isEmpty()) {
                throw new UnfitException(faults);
            }
            return new AccountForm(columns, password, body.containsKey("password"), owner, policy);
        }

        private void required(String field, int longest, Pattern pattern, String expected) {
            if (!body.containsKey(field) && !creating) {
                return;
            }
            if (body.getValue(field) instanceof String text
                    && text.length() <= longest
                    && pattern.matcher(text.strip()).matches()) {
                columns.put(field, text.strip());
            } else {
                fault(field, expected);
            }
        }

        private void optional(String field, int longest, Pattern pattern, String expected) {
            if (!body.containsKey(field)) {
                return;
            }
            Object value = body.getValue(field);
            if (value == null) {
                columns.put(field, null);
            } else if (value instanceof String text
                    && text.length() <= longest
                    && pattern.matcher(text.strip()).matches()) {
                columns.put(field, text.isBlank() ? null : text.strip());
            } else {
                fault(field, expected);
            }
        }

        private void port() {
            Object port = body.getValue("contact_port");
            if (port == null) {
                if (body.containsKey("contact_port")) {
                    columns.put("contact_port", null);
                }
            } else if (port instanceof Integer number && number >= 1 && number <= LAST_PORT) {
                columns.put("contact_port", number);
            } else {
                fault("contact_port", "expected 1 to 65535");
            }
        }

        private void transport() {
            if (!body.containsKey("contact_transport")) {
                return;
            }
            Object transport = body.getValue("contact_transport");
            String name =
                    transport == null ? "udp" : transport.toString().strip().toLowerCase(Locale.ROOT);
            if (TRANSPORTS.contains(name)) {
                columns.put("contact_transport", name);
            } else {
                fault("contact_transport", "expected udp, tcp or tls");
            }
        }

        private void flag(String field) {
            Object value = body.getValue(field);
            if (value instanceof Boolean flag) {
                columns.put(field, flag);
            } else if (value != null) {
                fault(field, "expected true or false");
            }
        }

        private @Nullable String password() {
            Object value = body.getValue("password");
            if (value == null || value.equals("")) {
                return null;
            }
            if (value instanceof String text && text.getBytes(UTF_8).length <= LONGEST_PASSWORD_BYTES) {
                return text;
            }
            fault("password", "expected at most " + LONGEST_PASSWORD_BYTES + " bytes of text");
            return null;
        }

        private @Nullable UUID owner() {
            Object value = body.getValue("account_id");
            if (value == null) {
                return null;
            }
            try {
                return UUID.fromString(value.toString());
            } catch (IllegalArgumentException e) {
                fault("account_id", "expected a UUID");
                return null;
            }
        }

        private @Nullable JsonObject policy() {
            Object value = body.getValue("policy");
            if (value == null || value instanceof JsonObject) {
                return (JsonObject) value;
            }
            fault("policy", "expected an object");
            return null;
        }

        private void fault(String field, String message) {
            faults.add(new Fault(field, message));
        }
    }
}
