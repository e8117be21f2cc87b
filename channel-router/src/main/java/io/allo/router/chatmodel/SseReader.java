// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import io.allo.router.chatmodel.ChatFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * Reads server-sent events (WHATWG HTML, 9.2.6) from pieces that may end anywhere, within a character too. One thread.
 */
final class SseReader {
    private static final int LONGEST_EVENT = 1 << 20;

    private final BiConsumer<String, String> events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private String name = "";
    private boolean hasData;
    private boolean afterReturn;

    /** @param events told each event's name, empty for most, and data */
    SseReader(BiConsumer<String, String> events) {
        this.events = events;
    }

    void read(byte[] piece) {
        for (byte one : piece) {
            boolean lineFeedOfReturn = one == '\n' && afterReturn;
            afterReturn = one == '\r';
            if (lineFeedOfReturn) {
                continue;
            }
            if (one == '\n' || one == '\r') {
                endOfLine();
            } else {
                line.write(one);
            }
        }
        if (line.size() + data.length() > LONGEST_EVENT) {
            throw new ChatFailure(Kind.GARBAGE, "an event larger than " + LONGEST_EVENT + " bytes");
        }
    }

    /** The stream is over; a last event may lack its blank line. */
    void end() {
        if (line.size() > 0) {
            endOfLine();
        }
        dispatch();
    }

    private void endOfLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.isEmpty()) {
            dispatch();
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        value = value.startsWith(" ") ? value.substring(1) : value;
        switch (field) {
            case "data" -> {
                data.append(hasData ? "\n" : "").append(value);
                hasData = true;
            }
            case "event" -> name = value;
            default -> {} // comments, id, retry
        }
    }

    private void dispatch() {
        String event = name;
        String body = data.toString();
        boolean there = hasData;
        name = "";
        data.setLength(0);
        hasData = false;
        if (there) {
            events.accept(event, body);
        }
    }
}
