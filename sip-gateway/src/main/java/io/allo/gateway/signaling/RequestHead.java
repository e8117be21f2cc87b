// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Map.entry;

import gov.nist.javax.sip.message.SIPResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request's headers as text, as far as a refusal needs them: what a gateway that is late reads, since parsing by the stack is
 * what it has no time for.
 */
final class RequestHead {
    private static final int LONGEST = 8192;
    private static final int SIP_PORT = 5060;
    private static final Map<String, String> LONG_NAMES = Map.ofEntries(
            entry("v", "Via"),
            entry("via", "Via"),
            entry("f", "From"),
            entry("from", "From"),
            entry("t", "To"),
            entry("to", "To"),
            entry("i", "Call-ID"),
            entry("call-id", "Call-ID"),
            entry("cseq", "CSeq"),
            entry("user-agent", "User-Agent"));
    private static final Pattern TAG = Pattern.compile("(?i);\\s*+tag\\s*+=");
    private static final Pattern RPORT = Pattern.compile("(?i);\\s*+rport\\s*+(=\\s*+\\d*+\\s*+)?+(?=;|,|$)");
    private static final Pattern SENT_BY = Pattern.compile(
            "(?i)^SIP\\s*/\\s*2\\.0\\s*/\\s*UDP\\s+(\\[[^\\]]*\\]|[^\\s:;,]+)(?:\\s*:\\s*(\\d{1,5}))?.*");

    private final String method;
    private final List<String> vias = new ArrayList<>();
    private String from = "";
    private String to = "";
    private String callId = "";
    private String cseq = "";
    private String userAgent = "";

    private RequestHead(String method) {
        this.method = method;
    }

    /** Null when one of the headers is not there or the whole is no request that came by UDP. */
    static @Nullable RequestHead of(byte[] datagram) {
        String text = new String(datagram, 0, Math.min(datagram.length, LONGEST), ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        int space = text.indexOf(' ');
        if (end < 0 || space <= 0) {
            return null;
        }
        RequestHead head = new RequestHead(text.substring(0, space));
        String[] lines = text.substring(0, end).replaceAll("\r\n[ \t]+", " ").split("\r\n");
        for (int i = 1; i < lines.length; i++) {
            head.keep(lines[i]);
        }
        boolean whole = !head.vias.isEmpty()
                && !head.from.isEmpty()
                && !head.to.isEmpty()
                && !head.callId.isEmpty()
                && !head.cseq.isEmpty()
                && SENT_BY.matcher(head.vias.getFirst()).matches();
        return whole ? head : null;
    }

    private void keep(String line) {
        int colon = line.indexOf(':');
        String name = colon < 0
                ? null
                : LONG_NAMES.get(line.substring(0, colon).strip().toLowerCase(Locale.ROOT));
        if (name == null) {
            return;
        }
        String value = line.substring(colon + 1).strip();
        switch (name) {
            case "Via" -> vias.add(value);
            case "From" -> from = value;
            case "To" -> to = value;
            case "Call-ID" -> callId = value;
            case "User-Agent" -> userAgent = value;
            default -> cseq = value;
        }
    }

    /** Begins a call: no request inside one. */
    boolean isNewInvite() {
        return method.equals("INVITE") && !TAG.matcher(to).find();
    }

    /** Empty when it tells none. */
    String userAgent() {
        return userAgent;
    }

    boolean isAck() {
        return method.equals("ACK");
    }

    /** The same for an INVITE, its copies and the ACK to its refusal (RFC 3261 17.2.3), different for everything else. */
    String transaction() {
        return callId + ' ' + vias.getFirst();
    }

    /** The same bytes for each copy. */
    byte[] refusal(int status, Duration retryAfter, InetSocketAddress source) {
        StringBuilder text =
                new StringBuilder("SIP/2.0 " + status + " " + SIPResponse.getReasonPhrase(status) + "\r\n");
        text.append("Via: ").append(received(vias.getFirst(), source)).append("\r\n");
        vias.stream().skip(1).forEach(via -> text.append("Via: ").append(via).append("\r\n"));
        text.append("From: ").append(from).append("\r\nTo: ").append(to);
        text.append(";tag=").append(Integer.toHexString(transaction().hashCode()));
        text.append("\r\nCall-ID: ").append(callId).append("\r\nCSeq: ").append(cseq);
        text.append("\r\nRetry-After: ").append(Math.max(1, retryAfter.toSeconds()));
        return text.append("\r\nServer: Allo\r\nContent-Length: 0\r\n\r\n")
                .toString()
                .getBytes(ISO_8859_1);
    }

    /** With what we saw (RFC 3261 18.2.1, RFC 3581 4). */
    private static String received(String via, InetSocketAddress source) {
        int comma = via.indexOf(',');
        String top = comma < 0 ? via : via.substring(0, comma);
        String seen = ";received=" + source.getAddress().getHostAddress();
        Matcher rport = RPORT.matcher(top);
        String filled = rport.find() ? rport.replaceFirst(";rport=" + source.getPort()) + seen : top + seen;
        return comma < 0 ? filled : filled + via.substring(comma);
    }

    /** Where the refusal goes: back to the port that it came from when the caller asks for that, else to the one he names. */
    InetSocketAddress answerTo(InetSocketAddress source) {
        if (RPORT.matcher(vias.getFirst().split(",", 2)[0]).find()) {
            return source;
        }
        Matcher sentBy = SENT_BY.matcher(vias.getFirst());
        InetAddress address = source.getAddress();
        boolean named = sentBy.matches() && sentBy.group(2) != null;
        int port = named ? Integer.parseInt(sentBy.group(2)) : SIP_PORT;
        return new InetSocketAddress(address, port > 0 && port <= 65_535 ? port : SIP_PORT);
    }
}
