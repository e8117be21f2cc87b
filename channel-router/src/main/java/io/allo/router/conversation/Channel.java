// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import java.util.Locale;

/** Where a conversation happens. */
public enum Channel {
    VOICE,
    WHATSAPP,
    WEB,
    SMS;

    /** {@code voice whatsapp web sms}: the name in APIs, events and metrics. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
