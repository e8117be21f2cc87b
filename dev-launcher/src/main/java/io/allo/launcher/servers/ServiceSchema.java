// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.servers;

import java.util.Arrays;
import java.util.Optional;

/** The services that keep data: each owns one schema and one role, and reads no other's. */
public enum ServiceSchema {
    CONFIG("session-config-service", "config"),
    BUSINESS("tool-executor-service", "business"),
    CONVERSATIONS("channel-router", "conversations");

    /** The embedded server listens on loopback only and trusts it: no secret. */
    public static final String EMBEDDED_PASSWORD = "allo";

    private final String module;
    private final String schema;

    ServiceSchema(String module, String schema) {
        this.module = module;
        this.schema = schema;
    }

    public static Optional<ServiceSchema> ofModule(String module) {
        return Arrays.stream(values()).filter(s -> s.module.equals(module)).findFirst();
    }

    public String schema() {
        return schema;
    }

    public String role() {
        return "allo_" + schema;
    }
}
