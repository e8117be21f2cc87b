// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.Iterator;
import java.util.Locale;
import javax.sip.header.Header;

/** What the {@code Replaces} header of an INVITE asks for (RFC 3891). */
sealed interface Replacement {

    /** A call like any other. */
    record None() implements Replacement {}

    /** Several dialogs, or none that can be read: 400. */
    record Unreadable() implements Replacement {}

    /** @param dialog as we know it: its to-tag is ours. @param earlyOnly not if it was answered */
    record Of(DialogId dialog, boolean earlyOnly) implements Replacement {}

    static Replacement in(SIPRequest invite) {
        Iterator<?> headers = invite.getHeaders("Replaces");
        if (!headers.hasNext()) {
            return new None();
        }
        String header = ((Header) headers.next()).toString().trim();
        if (headers.hasNext() || invite.getHeader("Join") != null) {
            return new Unreadable();
        }
        return read(header.substring(header.indexOf(':') + 1).trim());
    }

    private static Replacement read(String value) {
        String[] parts = value.split(";");
        String toTag = "";
        String fromTag = "";
        boolean earlyOnly = false;
        for (int i = 1; i < parts.length; i++) {
            String[] parameter = parts[i].trim().split("=", 2);
            switch (parameter[0].trim().toLowerCase(Locale.ROOT)) {
                case "to-tag" -> toTag = parameter.length == 2 ? parameter[1].trim() : "";
                case "from-tag" -> fromTag = parameter.length == 2 ? parameter[1].trim() : "";
                case "early-only" -> earlyOnly = true;
                default -> {}
            }
        }
        String callId = parts[0].trim();
        return callId.isEmpty() || callId.contains(",") || toTag.isEmpty() || fromTag.isEmpty()
                ? new Unreadable()
                : new Of(new DialogId(callId, toTag, fromTag), earlyOnly);
    }
}
