// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One UDP packet with a SIP message in it. */
final class Datagram {
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final Pattern LENGTH =
            Pattern.compile("(?imd)^(?:content-length|l)[ \\t]*:[ \\t]*(\\d{1,6})[ \\t]*\r$");

    private Datagram() {}

    /** The message without what follows its end: those bytes are to be discarded (RFC 3261 18.3). */
    static byte[] message(byte[] packet) {
        String text = new String(packet, ISO_8859_1);
        int begin = 0;
        while (begin < text.length() && (text.charAt(begin) == '\r' || text.charAt(begin) == '\n')) {
            begin++;
        }
        int head = text.indexOf(END_OF_HEAD, begin);
        if (head < 0 || head + END_OF_HEAD.length() == packet.length) {
            return packet;
        }
        Matcher length = LENGTH.matcher(text).region(begin, head + 2);
        if (!length.find()) {
            return packet;
        }
        int end = head + END_OF_HEAD.length() + Integer.parseInt(length.group(1));
        return end < packet.length ? Arrays.copyOf(packet, end) : packet;
    }
}
