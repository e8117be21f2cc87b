// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** Our id of a call: URL-safe, unique over all gateways, not the SIP Call-ID. Key of events, logs and the media socket. */
public record CallId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{8,64}");

    public CallId {
        requireNonNull(value, "value");
        if (!isValid(value)) {
            throw new IllegalArgumentException("call id '" + value + "', expected 8-64 of A-Z a-z 0-9 _ -");
        }
    }

    /** May this text be a call id? */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
