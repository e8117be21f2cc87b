// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.header.ContentTypeHeader;

/** Keys in SIP INFO (RFC 2976 as phones use it): {@code application/dtmf-relay} and {@code application/dtmf}. */
final class InfoKeys {
    /** 469, RFC 6086 4.2.2. */
    static final int BAD_INFO_PACKAGE = 469;

    static final String ACCEPT = "application/dtmf-relay, application/dtmf";

    private static final int LONGEST = 200;
    private static final Pattern SIGNAL = Pattern.compile("(?im)^\\s*signal\\s*=\\s*(\\S{1,2})\\s*$");
    private static final Pattern ALONE = Pattern.compile("\\s*(\\S{1,2})\\s*");
    private static final String KEYS = "0123456789*#ABCD";

    private InfoKeys() {}

    /** Whether the body is of a kind that we read, or missing. */
    static boolean readable(SIPRequest info) {
        byte[] body = info.getRawContent();
        return body == null || body.length == 0 || isRelay(info) || isPlain(info);
    }

    /** Whether it belongs to an Info Package: we asked for none (RFC 6086); keys come in the older way. */
    static boolean packaged(SIPRequest info) {
        return info.getHeader("Info-Package") != null;
    }

    /** The key, {@code 0-9 * # A-D}; empty when there is none in it. */
    static OptionalInt key(SIPRequest info) {
        byte[] body = info.getRawContent();
        if (body == null || body.length > LONGEST || !(isRelay(info) || isPlain(info))) {
            return OptionalInt.empty();
        }
        String text = new String(body, ISO_8859_1);
        Matcher signal = SIGNAL.matcher(text);
        if (signal.find()) {
            return named(signal.group(1));
        }
        Matcher alone = ALONE.matcher(text);
        return isPlain(info) && alone.matches() ? named(alone.group(1)) : OptionalInt.empty();
    }

    /** By character, or by event number of RFC 4733: 10 is *, 11 is #. */
    private static OptionalInt named(String word) {
        String key = switch (word) {
            case "10" -> "*";
            case "11" -> "#";
            case "12" -> "A";
            case "13" -> "B";
            case "14" -> "C";
            case "15" -> "D";
            default -> word.toUpperCase(Locale.ROOT);
        };
        return key.length() == 1 && KEYS.contains(key) ? OptionalInt.of(key.charAt(0)) : OptionalInt.empty();
    }

    private static boolean isRelay(SIPRequest info) {
        return is(info, "dtmf-relay");
    }

    private static boolean isPlain(SIPRequest info) {
        return is(info, "dtmf");
    }

    private static boolean is(SIPRequest info, String subType) {
        return info.getHeader(ContentTypeHeader.NAME) instanceof ContentTypeHeader type
                && type.getContentType().equalsIgnoreCase("application")
                && type.getContentSubType().equalsIgnoreCase(subType);
    }
}
