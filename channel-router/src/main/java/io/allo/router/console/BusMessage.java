// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What replicas tell each other of a session: a kind, whose session it is, and what it is about. */
record BusMessage(Kind kind, SessionKey key, byte[] body) {
    private static final byte[] NOTHING = new byte[0];
    private static final int HEADER = 5;
    private static final char BETWEEN = '|';

    enum Kind {
        /** Pages on the replica that the body names watch the session. */
        WATCHED,
        /** The session's telephone is on the replica that the body names. */
        LINE,
        /** Of the session's watchers: JSON. */
        TOLD,
        /** The technician's voice, µ-law. */
        HEARD,
        /** The support agent's voice, µ-law, on its way to the telephone. */
        VOICE,
        /** The line is not needed any more; the body names who wants to know when it is over. */
        END,
        /** It is over. */
        ENDED
    }

    static BusMessage of(Kind kind, SessionKey key, String body) {
        return new BusMessage(kind, key, body.getBytes(UTF_8));
    }

    static BusMessage of(Kind kind, SessionKey key) {
        return new BusMessage(kind, key, NOTHING);
    }

    String text() {
        return new String(body, UTF_8);
    }

    /** @throws DecodeException when the body is no JSON object */
    JsonObject json() {
        return new JsonObject(text());
    }

    byte[] encoded() {
        byte[] who = (key.accountId() + BETWEEN + key.sessionId()).getBytes(UTF_8);
        return ByteBuffer.allocate(HEADER + who.length + body.length)
                .put((byte) kind.ordinal())
                .putInt(who.length)
                .put(who)
                .put(body)
                .array();
    }

    /** Empty: it is nothing of ours. */
    static Optional<BusMessage> decoded(byte[] bytes) {
        if (bytes.length < HEADER) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int kind = in.get();
        int length = in.getInt();
        if (kind < 0 || kind >= Kind.values().length || length < 0 || length > in.remaining()) {
            return Optional.empty();
        }
        byte[] who = new byte[length];
        in.get(who);
        byte[] body = new byte[in.remaining()];
        in.get(body);
        String name = new String(who, UTF_8);
        int between = name.indexOf(BETWEEN);
        return between < 0
                ? Optional.empty()
                : Optional.of(new BusMessage(
                        Kind.values()[kind],
                        new SessionKey(name.substring(0, between), name.substring(between + 1)),
                        body));
    }
}
