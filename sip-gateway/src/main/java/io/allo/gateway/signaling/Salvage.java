// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a request that cannot be read: enough to answer 400, over whatever transport it came. The stack would answer
 * over UDP only, and close a TCP connection with all the calls on it. Headers that are missing or cannot be read are made up.
 */
final class Salvage {
    private static final Pattern START = Pattern.compile("([A-Za-z0-9.!%*_+`'~-]{1,32})[ \\t].*SIP/\\d+\\.\\d+\\s*");
    private static final Map<String, String> LONG_NAMES =
            Map.of("v", "via", "f", "from", "t", "to", "i", "call-id", "l", "content-length");

    private Salvage() {}

    /** Null when it is no request, one that is never answered, or without a way back. */
    static @Nullable SIPRequest of(byte[] message) {
        String head = new String(message, UTF_8).split("\r?\n\r?\n", 2)[0].strip();
        String[] lines = head.replaceAll("\r?\n[ \t]+", " ").split("\r?\n");
        Matcher start = START.matcher(lines[0]);
        if (!start.matches() || start.group(1).equals("ACK")) {
            return null;
        }
        SIPRequest request = new SIPRequest();
        try {
            SipUri nowhere = new SipUri();
            nowhere.setHost("unreadable.invalid");
            RequestLine line = new RequestLine(nowhere, start.group(1));
            request.setRequestLine(line);
            for (int i = 1; i < lines.length; i++) {
                keep(request, lines[i]);
            }
            return request.getTopmostVia() == null ? null : completed(request);
        } catch (ParseException e) {
            return null;
        }
    }

    private static void keep(SIPRequest request, String line) {
        int colon = line.indexOf(':');
        String written = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String name = LONG_NAMES.getOrDefault(written, written);
        if (!LONG_NAMES.containsValue(name) && !name.equals("cseq")) {
            return;
        }
        try {
            SIPHeader header = StringMsgParser.parseSIPHeader(line);
            if (name.equals("via") || request.getHeader(header.getName()) == null) {
                request.addHeader(header);
            }
        } catch (ParseException | RuntimeException e) {
            // made up later
        }
    }

    /** Every header that the stack and an answer cannot do without. */
    static SIPRequest completed(SIPRequest request) throws ParseException {
        String method = request.getRequestLine().getMethod();
        if (request.getFrom() == null) {
            request.addHeader(StringMsgParser.parseSIPHeader("From: <sip:unreadable.invalid>"));
        }
        if (request.getTo() == null) {
            request.addHeader(StringMsgParser.parseSIPHeader("To: <sip:unreadable.invalid>"));
        }
        if (request.getCallId() == null) {
            request.addHeader(StringMsgParser.parseSIPHeader("Call-ID: unreadable"));
        }
        if (request.getCSeq() == null) {
            request.addHeader(StringMsgParser.parseSIPHeader("CSeq: 1 " + method));
        }
        return request;
    }

    static boolean isIncomplete(SIPRequest request) {
        return request.getRequestLine() != null
                && request.getTopmostVia() != null
                && (request.getFrom() == null
                        || request.getTo() == null
                        || request.getCallId() == null
                        || request.getCSeq() == null);
    }
}
