// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A SIP message that came, as lines. Compact header names are not expected of Allo. */
record SipText(String start, List<String> headers, String body) {
    private static final Pattern TAG = Pattern.compile(";\\s*tag=([^;>\\s]+)");
    private static final Pattern ADDRESS = Pattern.compile("<([^>]+)>");
    private static final Pattern AUDIO = Pattern.compile("(?m)^m=audio (\\d+) \\S+ (\\d+)");
    private static final Pattern CONNECTION = Pattern.compile("(?m)^c=IN IP[46] (\\S+)");
    private static final Pattern EVENTS = Pattern.compile("(?m)^a=rtpmap:(\\d+) telephone-event/8000");

    static SipText parse(byte[] bytes, int length) {
        String text = new String(bytes, 0, length, UTF_8);
        int end = text.indexOf("\r\n\r\n");
        List<String> lines = List.of((end < 0 ? text : text.substring(0, end)).split("\r\n"));
        return new SipText(lines.getFirst(), lines.subList(1, lines.size()), end < 0 ? "" : text.substring(end + 4));
    }

    /** 0 for a request. */
    int status() {
        return start.matches("SIP/2\\.0 \\d{3}.*") ? Integer.parseInt(start.substring(8, 11)) : 0;
    }

    String reason() {
        return start.length() > 12 ? start.substring(12) : "";
    }

    /** Of the request, or that a response answers. */
    String method() {
        String from = status() == 0 ? start : reversed(header("CSeq"));
        return from.split(" ", 2)[0];
    }

    private static String reversed(String cseq) {
        return cseq.substring(cseq.indexOf(' ') + 1);
    }

    /** Empty when there is none. */
    String header(String name) {
        return all(name).stream().findFirst().orElse("");
    }

    List<String> all(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .toList();
    }

    String toTag() {
        return first(TAG, header("To"), "");
    }

    String contact() {
        return first(ADDRESS, header("Contact"), "");
    }

    // Of the description in its body

    String mediaAddress() {
        return first(CONNECTION, body, "");
    }

    int mediaPort() {
        return Integer.parseInt(first(AUDIO, body, "0"));
    }

    boolean alaw() {
        Matcher audio = AUDIO.matcher(body);
        return audio.find() && audio.group(2).equals("8");
    }

    /** Payload type, -1 for none. */
    int events() {
        return Integer.parseInt(first(EVENTS, body, "-1"));
    }

    private static String first(Pattern pattern, String text, String otherwise) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : otherwise;
    }
}
