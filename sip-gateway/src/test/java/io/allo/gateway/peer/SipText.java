// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A SIP message as text: what a test wants to see of it, without any stack of its own. */
public record SipText(String startLine, List<String> headers, String body) {
    private static final Pattern TAG = Pattern.compile(";\\s*tag=([^;>\\s]+)");
    private static final Pattern URI = Pattern.compile("<([^>]+)>");

    public static SipText parse(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        int end = text.indexOf("\r\n\r\n");
        String head = end < 0 ? text : text.substring(0, end);
        List<String> lines = new ArrayList<>(List.of(head.split("\r\n")));
        String start = lines.removeFirst();
        return new SipText(start, lines, end < 0 ? "" : text.substring(end + 4));
    }

    public boolean isResponse() {
        return startLine.startsWith("SIP/2.0 ");
    }

    public boolean isRequest() {
        return !isResponse();
    }

    /** 0 for a request. */
    public int status() {
        return isResponse() ? Integer.parseInt(startLine.substring(8, 11)) : 0;
    }

    /** Method of a request, or of the request that a response answers. */
    public String method() {
        if (!isResponse()) {
            return startLine.substring(0, startLine.indexOf(' '));
        }
        String cseq = header("CSeq");
        return cseq == null ? "" : cseq.substring(cseq.indexOf(' ') + 1);
    }

    public @Nullable String header(String name) {
        return all(name).stream().findFirst().orElse(null);
    }

    public List<String> all(String name) {
        String prefix = name.toLowerCase(java.util.Locale.ROOT) + ":";
        return headers.stream()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).trim())
                .toList();
    }

    public String toTag() {
        Matcher matcher = TAG.matcher(String.valueOf(header("To")));
        return matcher.find() ? matcher.group(1) : "";
    }

    public String contact() {
        Matcher matcher = URI.matcher(String.valueOf(header("Contact")));
        return matcher.find() ? matcher.group(1) : "";
    }
}
