// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.gateway.call.SipNote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may be kept of a SIP message. Only listed headers and only what is listed of a body: whatever is not known to be
 * harmless stays out. Digest values, tags, the token in our Contact, media keys and keyed digits are secrets here.
 */
final class MessageSketch {
    private static final List<String> HEADERS = List.of(
            "From",
            "To",
            "Contact",
            "P-Asserted-Identity",
            "P-Preferred-Identity",
            "P-Called-Party-ID",
            "Privacy",
            "Diversion",
            "Reason",
            "Retry-After",
            "Require",
            "Supported",
            "Unsupported",
            "Refer-To",
            "Referred-By",
            "Event",
            "Subscription-State",
            "Session-Expires",
            "Min-SE",
            "RSeq",
            "RAck",
            "Warning",
            "User-Agent",
            "Server");
    private static final List<String> CREDENTIALS =
            List.of("Authorization", "Proxy-Authorization", "WWW-Authenticate", "Proxy-Authenticate");

    private static final int LONGEST_VALUE = 160;
    private static final int LONGEST_BODY = 4096;
    private static final int MOST_STREAMS = 8;
    private static final int MOST_VALUES = 4;
    /** A user part with letters and of this length is no number and no name: it may be our Contact's token. */
    private static final Pattern USER = Pattern.compile("(sips?:|tel:)([^@;>?\\s]+)");

    private static final Pattern LONG_SECRET = Pattern.compile("(?=.*[A-Za-z]).{16,}");
    private static final Pattern TAG = Pattern.compile("tag=[^;>,\\s]+");
    private static final Pattern URI_HEADERS = Pattern.compile("\\?[^>\\s]*");
    private static final Pattern HARMLESS_CREDENTIAL =
            Pattern.compile("(?i)\\b(algorithm|stale|qop)=\"?([A-Za-z0-9,-]+)");
    private static final Pattern STATUS_LINE = Pattern.compile("SIP/2\\.0 \\d{3} [A-Za-z /-]{0,40}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private MessageSketch() {}

    static SipNote of(SIPMessage message, String callId, String peer, boolean outgoing, Instant at) {
        String cseq = message.getCSeq() == null
                ? ""
                : message.getCSeq().getSeqNumber() + " " + message.getCSeq().getMethod();
        String transport =
                message.getTopmostVia() == null ? "" : message.getTopmostVia().getTransport();
        return new SipNote(
                at, outgoing, callId, transport, peer, start(message), cseq, headers(message), body(message));
    }

    private static String start(SIPMessage message) {
        return switch (message) {
            case SIPRequest request -> request.getMethod() + " " + clean(String.valueOf(request.getRequestURI()));
            case SIPResponse response -> response.getStatusCode() + " " + clean(response.getReasonPhrase());
            default -> "";
        };
    }

    private static List<String> headers(SIPMessage message) {
        List<String> kept = new ArrayList<>();
        for (String name : HEADERS) {
            values(message, name).forEach(value -> kept.add(name + ": " + clean(value)));
        }
        for (String name : CREDENTIALS) {
            values(message, name).forEach(value -> kept.add(name + ": " + credential(value)));
        }
        return kept;
    }

    private static List<String> values(SIPMessage message, String name) {
        if (!message.hasHeader(name)) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        for (Iterator<?> each = message.getHeaders(name); each.hasNext() && values.size() < MOST_VALUES; ) {
            if (each.next() instanceof SIPHeader header && header.getHeaderValue() != null) {
                values.add(header.getHeaderValue());
            }
        }
        return values;
    }

    /** Scheme and algorithm explain a refused password; the rest would help to break it. */
    private static String credential(String value) {
        StringBuilder shown = new StringBuilder(value.split("\\s", 2)[0]);
        Matcher harmless = HARMLESS_CREDENTIAL.matcher(value);
        while (harmless.find()) {
            shown.append(' ').append(harmless.group(1)).append('=').append(harmless.group(2));
        }
        return cut(shown.toString());
    }

    /** Text that a peer chose, without secrets and without what could break a line. */
    static String clean(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String plain = CONTROL.matcher(text).replaceAll(" ");
        plain = URI_HEADERS.matcher(plain).replaceAll("?…");
        plain = TAG.matcher(plain).replaceAll("tag=…");
        return cut(USER.matcher(plain)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1) + user(match.group(2)))));
    }

    private static String user(String user) {
        int password = user.indexOf(':');
        String name = password < 0 ? user : user.substring(0, password);
        return LONG_SECRET.matcher(name).matches() ? name.substring(0, 4) + "…" : name;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 1) + "…";
    }

    private static @Nullable String body(SIPMessage message) {
        byte[] content = message.getRawContent();
        if (content == null || content.length == 0) {
            return null;
        }
        String type = message.getContentTypeHeader() == null
                ? "no type"
                : message.getContentTypeHeader().getContentType().toLowerCase(Locale.ROOT) + "/"
                        + message.getContentTypeHeader().getContentSubType().toLowerCase(Locale.ROOT);
        String text = new String(content, 0, Math.min(content.length, LONGEST_BODY), UTF_8);
        return switch (type) {
            case "application/sdp" -> session(text);
            case "message/sipfrag" -> {
                Matcher status = STATUS_LINE.matcher(text);
                yield status.lookingAt() ? status.group().trim() : type;
            }
            default -> cut(clean(type)) + ", " + content.length + " bytes";
        };
    }

    /** Streams with address, direction and the name of their cipher, never its key. */
    private static String session(String sdp) {
        StringBuilder streams = new StringBuilder();
        int count = 0;
        for (String line : sdp.split("\\r?\\n")) {
            if (line.startsWith("m=")) {
                if (++count > MOST_STREAMS) {
                    break;
                }
                streams.append(streams.isEmpty() ? "" : " | ").append(clean(line.substring(2)));
            } else if (line.startsWith("c=IN IP")) {
                streams.append(streams.isEmpty() ? "" : " ").append(clean(line.substring(7)));
            } else if (line.matches("a=(sendrecv|sendonly|recvonly|inactive)\\s*")) {
                streams.append(' ').append(line.substring(2).trim());
            } else if (line.matches("a=crypto:\\d{1,9} [A-Z0-9_]{1,40} .*")) {
                streams.append(' ').append(line.split(" ", 3)[1]);
            }
        }
        return streams.toString();
    }
}
