// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.header.ExtensionHeaderImpl;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.address.SipURI;
import javax.sip.address.TelURL;
import javax.sip.address.URI;
import javax.sip.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Who calls whom. The called number is the first of {@code X-Original-To}, {@code X-Called-Number}, the Request-URI's user and
 * To's user; the caller is From's user. {@code P-Asserted-Identity} is the caller, and only a trusted peer may say it: not
 * before peers can be trusted.
 */
final class Parties {
    /** The user part of a header that holds a number or an address. */
    private static final Pattern USER = Pattern.compile("(?:<?(?:sips?|tel):)?([^@;>\\s<]{1,64}).*", Pattern.DOTALL);

    private static final int LONGEST_USER = 64;

    private Parties() {}

    static String called(SIPRequest request) {
        for (String name : new String[] {"X-Original-To", "X-Called-Number"}) {
            String user = userIn(request.getHeader(name));
            if (user != null) {
                return user;
            }
        }
        String target = user(request.getRequestURI());
        if (target != null) {
            return target;
        }
        String to = user(request.getTo().getAddress().getURI());
        return to == null ? "" : to;
    }

    /** Null when withheld. */
    static @Nullable String caller(SIPRequest request) {
        String user = user(request.getFrom().getAddress().getURI());
        return user == null || user.equalsIgnoreCase("anonymous") ? null : user;
    }

    private static @Nullable String userIn(@Nullable Header header) {
        if (!(header instanceof ExtensionHeaderImpl extension) || extension.getValue() == null) {
            return null;
        }
        Matcher matcher = USER.matcher(extension.getValue().trim());
        return matcher.matches() ? matcher.group(1) : null;
    }

    private static @Nullable String user(URI uri) {
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
