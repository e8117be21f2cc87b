// SPDX-License-Identifier: Apache-2.0
package io.allo.router.channel;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** WhatsApp lets a business write what it likes for 24 hours after the person's last message; later only approved templates. */
public final class ServiceWindow {
    private static final Duration OPEN = Duration.ofHours(24);
    private static final int LONGEST_VARIABLE = 1024;

    private ServiceWindow() {}

    public static boolean isOpen(@Nullable Instant lastMessage, Instant now) {
        return lastMessage != null && lastMessage.plus(OPEN).isAfter(now);
    }

    /** The answer as a template's variable: those have one line. */
    public static String variable(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST_VARIABLE ? line : line.substring(0, LONGEST_VARIABLE - 1) + "…";
    }
}
