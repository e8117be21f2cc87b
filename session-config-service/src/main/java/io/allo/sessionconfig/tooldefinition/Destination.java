// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import io.allo.sessionconfig.door.Actor;
import jakarta.ws.rs.BadRequestException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * To which server a stored secret goes. Whoever edits agents without being an administrator never sees the secret, and must not be
 * able to have it sent to a server of his own: a changed destination wants the secret again.
 */
public final class Destination {
    private static final String SCHEME_END = "://";

    private Destination() {}

    /** True for whom the stored secrets are his own to send: administrators, and programs with the account's key. */
    public static boolean sendsAnywhere(Actor actor) {
        return actor.person() == null || actor.person().role().administers();
    }

    /** True when both lead to the same server by the same scheme. What stands in placeholders counts as it is written. */
    public static boolean isSame(@Nullable String before, @Nullable String after) {
        return Objects.equals(server(before), server(after));
    }

    /**
     * Refuses a kept secret for another server.
     *
     * @throws BadRequestException for a masked value whose secret is stored
     */
    static void check(
            Actor actor,
            @Nullable String before,
            @Nullable String after,
            Map<String, String> wanted,
            Map<String, String> stored) {
        if (sendsAnywhere(actor) || isSame(before, after)) {
            return;
        }
        wanted.forEach((name, value) -> {
            if (value.equals(ToolConfigForm.MASK) && stored.containsKey(name)) {
                throw new BadRequestException("headers." + name
                        + ": the address leads to another server, which only an administrator may send the stored value to;"
                        + " give the value again");
            }
        });
    }

    /** Scheme and authority: up to the first sign of a path, a query or a fragment. */
    private static @Nullable String server(@Nullable String url) {
        if (url == null || url.isBlank()) {
            return null;
        }
        String text = url.strip();
        String plain = text.startsWith("=") ? text.substring(1) : text;
        int scheme = plain.indexOf(SCHEME_END);
        int from = scheme < 0 ? 0 : scheme + SCHEME_END.length();
        int end = from;
        while (end < plain.length() && "/?#\\".indexOf(plain.charAt(end)) < 0) {
            end++;
        }
        return plain.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
