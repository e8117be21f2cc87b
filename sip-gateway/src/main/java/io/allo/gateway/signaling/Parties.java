// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.header.ExtensionHeaderImpl;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.Iterator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.address.SipURI;
import javax.sip.address.TelURL;
import javax.sip.address.URI;
import org.jspecify.annotations.Nullable;

/**
 * Who calls whom. The called number is the first of {@code X-Original-To}, {@code X-Called-Number},
 * {@code P-Called-Party-ID} (from a trusted peer), the Request-URI's user unless that is our own token, To, Diversion and
 * History-Info; never {@code P-Asserted-Identity}, which is the caller, and only where a trusted peer says so.
 */
final class Parties {
    /** The user part of a header that holds a number or an address. */
    private static final Pattern USER =
            Pattern.compile("(?:[^<]*<)?(?:sips?:|tel:)?([^@;>\\s<,]{1,64}).*", Pattern.DOTALL);

    private static final int LONGEST_USER = 64;

    private Parties() {}

    /** @param token our own user part in the Request-URI that names the account only; empty when there is none */
    static String called(SIPRequest request, boolean trusted, String token) {
        String[] candidates = {
            userIn(request, "X-Original-To"),
            userIn(request, "X-Called-Number"),
            trusted ? userIn(request, "P-Called-Party-ID") : null,
            user(request.getRequestURI()),
            user(request.getTo().getAddress().getURI()),
            userIn(request, "Diversion"),
            userIn(request, "History-Info")
        };
        for (String candidate : candidates) {
            if (candidate != null && (token.isEmpty() || !candidate.equals(token))) {
                return candidate;
            }
        }
        return "";
    }

    /** Null when withheld. */
    static @Nullable String caller(SIPRequest request, boolean trusted) {
        String privacy = value(request, "Privacy");
        if (privacy != null && privacy.toLowerCase(Locale.ROOT).contains("id")) {
            return null;
        }
        String asserted = trusted ? userIn(request, "P-Asserted-Identity") : null;
        String user = asserted == null ? user(request.getFrom().getAddress().getURI()) : asserted;
        return user == null || user.equalsIgnoreCase("anonymous") ? null : user;
    }

    private static @Nullable String userIn(SIPRequest request, String name) {
        String value = value(request, name);
        if (value == null) {
            return null;
        }
        Matcher matcher = USER.matcher(value);
        return matcher.matches() ? matcher.group(1) : null;
    }

    /** The first header of this name as text, whether the stack knows it or not. */
    private static @Nullable String value(SIPRequest request, String name) {
        Iterator<?> headers = request.getHeaders(name);
        if (!headers.hasNext()) {
            return null;
        }
        Object first = headers.next();
        if (first instanceof ExtensionHeaderImpl extension) {
            return extension.getValue() == null ? null : extension.getValue().trim();
        }
        String text = ((SIPHeader) first).encode().trim();
        return text.substring(text.indexOf(':') + 1).trim();
    }

    static @Nullable String user(URI uri) {
        String user = switch (uri) {
            case SipURI sip -> sip.getUser();
            case TelURL tel -> (tel.isGlobal() ? "+" : "") + tel.getPhoneNumber();
            default -> null;
        };
        if (user == null || user.isEmpty()) {
            return null;
        }
        return user.length() > LONGEST_USER ? user.substring(0, LONGEST_USER) : user;
    }
}
