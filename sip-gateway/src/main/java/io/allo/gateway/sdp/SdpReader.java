// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

import io.allo.gateway.call.NegotiatedAudio.Direction;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a session description: strict where a mistake would change the meaning ({@code v=}, {@code m=}, {@code c=}), liberal
 * in the rest (bare LF, missing {@code o= s= t=}, unknown lines and attributes). One object reads one text.
 */
final class SdpReader {
    private static final int MAX_BYTES = 16 * 1024;
    private static final int MAX_LINES = 400;
    private static final int MAX_MEDIA = 16;
    private static final int MAX_FORMATS = 64;
    private static final int MAX_CRYPTOS = 16;
    private static final Pattern TIME = Pattern.compile("\\d{1,20} \\d{1,20}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+./^_`{|}~-]{1,64}");
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})(\\.\\d{1,3}){3}");
    private static final String BROADCAST = "255.255.255.255";
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private final List<Section> sections = new ArrayList<>();
    /** Session level: the defaults of every section. */
    private final Section session = new Section();

    private Section current = session;
    private String time = "0 0";

    private SdpReader() {}

    /** One level of the description while it is read. */
    private static final class Section {
        String media = "";
        int port;
        String protocol = "";
        List<String> formats = List.of();
        final Map<String, String> rtpmaps = new HashMap<>();
        boolean connection;

        @Nullable
        InetAddress address;

        @Nullable
        Direction direction;

        int ptimeMs;
        int maxptimeMs;
        boolean rtcpMux;
        String rtcp = "";
        final List<CryptoAttribute> cryptos = new ArrayList<>();
    }

    static SessionDescription read(byte[] body) throws SdpSyntaxException {
        if (body.length > MAX_BYTES) {
            throw new SdpSyntaxException("session description longer than " + MAX_BYTES + " bytes");
        }
        return new SdpReader().readLines(new String(body, StandardCharsets.UTF_8));
    }

    private SessionDescription readLines(String text) throws SdpSyntaxException {
        String[] lines = text.split("\r\n|\n|\r", MAX_LINES + 1);
        if (lines.length > MAX_LINES) {
            throw new SdpSyntaxException("session description of more than " + MAX_LINES + " lines");
        }
        if (!lines[0].strip().equals("v=0")) {
            throw new SdpSyntaxException("session description does not start with v=0");
        }
        for (String line : lines) {
            if (!line.isBlank()) {
                readLine(line);
            }
        }
        List<MediaDescription> media = new ArrayList<>();
        for (Section section : sections) {
            media.add(finished(section));
        }
        return new SessionDescription(time, List.copyOf(media));
    }

    private void readLine(String line) throws SdpSyntaxException {
        if (line.length() < 2 || line.charAt(1) != '=' || line.charAt(0) < 'a' || line.charAt(0) > 'z') {
            throw new SdpSyntaxException("line is not of the form letter=value");
        }
        String value = line.substring(2).strip();
        switch (line.charAt(0)) {
            case 'm' -> readMedia(value);
            case 'c' -> readConnection(value);
            case 't' -> {
                if (TIME.matcher(value).matches()) {
                    time = value;
                }
            }
            case 'a' -> readAttribute(value);
            default -> {
                // Origin, name, bandwidth, keys, …: nothing that we decide by.
            }
        }
    }

    /** {@code m=<media> <port>[/<number of ports>] <proto> <fmt> …} */
    private void readMedia(String value) throws SdpSyntaxException {
        String[] words = value.split(" +", 4 + MAX_FORMATS);
        if (words.length < 4 || words.length > 3 + MAX_FORMATS || sections.size() == MAX_MEDIA) {
            throw new SdpSyntaxException("m= line with a wrong number of words, or one too many");
        }
        for (String word : words) {
            if (!TOKEN.matcher(word).matches()) {
                throw new SdpSyntaxException("m= line with a word that is no token");
            }
        }
        Section section = new Section();
        section.media = words[0].toLowerCase(Locale.ROOT);
        section.port = number(words[1].split("/", 2)[0], 65535);
        section.protocol = words[2];
        section.formats = List.of(words).subList(3, words.length);
        sections.add(section);
        current = section;
    }

    /** {@code c=IN IP4|IP6 <address>[/ttl][/count]} */
    private void readConnection(String value) throws SdpSyntaxException {
        String[] words = value.split(" +", 4);
        if (words.length != 3 || !words[0].equals("IN") || !(words[1].equals("IP4") || words[1].equals("IP6"))) {
            throw new SdpSyntaxException("c= line is not of the form IN IP4|IP6 address");
        }
        if (!current.connection) {
            current.connection = true;
            current.address = sendable(words[2].split("/", 2)[0], words[1].equals("IP6"));
        }
    }

    /** A unicast literal of the announced family; null otherwise: names are never resolved here. */
    private static @Nullable InetAddress sendable(String text, boolean ipv6) {
        boolean literal = ipv6
                ? text.indexOf(':') >= 0 && IPV6.matcher(text).matches()
                : IPV4.matcher(text).matches();
        if (!literal) {
            return null;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            return address.isMulticastAddress() || text.equals(BROADCAST) ? null : address;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private void readAttribute(String value) throws SdpSyntaxException {
        int colon = value.indexOf(':');
        String name = (colon < 0 ? value : value.substring(0, colon)).toLowerCase(Locale.ROOT);
        String rest = colon < 0 ? "" : value.substring(colon + 1).strip();
        switch (name) {
            case "sendrecv", "sendonly", "recvonly", "inactive" ->
                current.direction = Direction.valueOf(name.toUpperCase(Locale.ROOT));
            case "ptime" -> current.ptimeMs = milliseconds(rest);
            case "maxptime" -> current.maxptimeMs = milliseconds(rest);
            case "rtcp-mux" -> current.rtcpMux = true;
            case "rtcp" -> current.rtcp = rest;
            case "crypto" -> {
                CryptoAttribute crypto = CryptoAttribute.parse(rest);
                if (crypto != null && current.cryptos.size() < MAX_CRYPTOS) {
                    current.cryptos.add(crypto);
                }
            }
            case "rtpmap" -> {
                String[] words = rest.split(" +", 2);
                if (words.length == 2) {
                    current.rtpmaps.putIfAbsent(words[0], words[1].strip().toUpperCase(Locale.ROOT));
                }
            }
            default -> {
                // Unknown attributes are ignored, RFC 8866 section 5.13.
            }
        }
    }

    /** Some peers write {@code 20.0}; what is no number counts as not said. */
    private static int milliseconds(String text) {
        int point = text.indexOf('.');
        try {
            return number(point < 0 ? text : text.substring(0, point), 10_000);
        } catch (SdpSyntaxException _) {
            return 0;
        }
    }

    private static int number(String text, int max) throws SdpSyntaxException {
        if (!text.isEmpty() && text.length() <= 6 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int value = Integer.parseInt(text);
            if (value <= max) {
                return value;
            }
        }
        throw new SdpSyntaxException("number out of range 0-" + max);
    }

    private MediaDescription finished(Section section) {
        Direction direction = section.direction != null ? section.direction : session.direction;
        InetAddress address = section.connection ? section.address : session.address;
        return new MediaDescription(
                section.media,
                section.port,
                section.protocol,
                section.formats,
                Map.copyOf(section.rtpmaps),
                address,
                direction != null ? direction : Direction.SENDRECV,
                section.ptimeMs != 0 ? section.ptimeMs : session.ptimeMs,
                section.maxptimeMs != 0 ? section.maxptimeMs : session.maxptimeMs,
                new MediaDescription.Extras(
                        rtcp(section.rtcp, address), section.rtcpMux, List.copyOf(section.cryptos)));
    }

    /** {@code a=rtcp:<port> [IN IP4|IP6 <address>]} (RFC 3605); null when it names nothing that we can send to. */
    private static @Nullable InetSocketAddress rtcp(String value, @Nullable InetAddress rtpAddress) {
        String[] words = value.split(" +", 5);
        try {
            int port = number(words[0], 65535);
            InetAddress address = words.length == 4 ? sendable(words[3], words[2].equals("IP6")) : rtpAddress;
            return port == 0 || address == null ? null : new InetSocketAddress(address, port);
        } catch (SdpSyntaxException _) {
            return null;
        }
    }
}
