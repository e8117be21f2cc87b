// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

/** Our id of a call: URL-safe, unique over all gateways, not the SIP Call-ID. Key of events, logs and the media socket. */
public record CallId(String value) {
    public CallId {
        requireNonNull(value, "value");
        if (!value.matches("[A-Za-z0-9_-]{8,64}")) {
            throw new IllegalArgumentException("call id '" + value + "', expected 8-64 of A-Z a-z 0-9 _ -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
