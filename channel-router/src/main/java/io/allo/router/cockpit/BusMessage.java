// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What replicas tell each other: JSON, or sound of a session. The first byte says which. */
sealed interface BusMessage {
    byte JSON = '{';
    byte SOUND = 1;
    byte VOICE = 2;
    int SOUND_HEADER = 17;

    record Told(JsonObject json) implements BusMessage {}

    /** What a page hears. @param session between one page and one call */
    record Sound(UUID session, byte[] g711) implements BusMessage {}

    /** Of a person, on its way into the call. */
    record Voice(UUID session, byte[] g711) implements BusMessage {}

    static byte[] json(JsonObject json) {
        return json.encode().getBytes(UTF_8);
    }

    static byte[] sound(UUID session, byte[] g711) {
        return bytes(SOUND, session, g711);
    }

    static byte[] voice(UUID session, byte[] g711) {
        return bytes(VOICE, session, g711);
    }

    private static byte[] bytes(byte kind, UUID session, byte[] g711) {
        return ByteBuffer.allocate(SOUND_HEADER + g711.length)
                .put(kind)
                .putLong(session.getMostSignificantBits())
                .putLong(session.getLeastSignificantBits())
                .put(g711)
                .array();
    }

    /** Null: nothing of ours. */
    static @Nullable BusMessage of(byte[] bytes) {
        if (bytes.length > SOUND_HEADER && (bytes[0] == SOUND || bytes[0] == VOICE)) {
            ByteBuffer in = ByteBuffer.wrap(bytes, 1, SOUND_HEADER - 1);
            UUID session = new UUID(in.getLong(), in.getLong());
            byte[] g711 = Arrays.copyOfRange(bytes, SOUND_HEADER, bytes.length);
            return bytes[0] == SOUND ? new Sound(session, g711) : new Voice(session, g711);
        }
        try {
            return bytes.length > 0 && bytes[0] == JSON ? new Told(new JsonObject(new String(bytes, UTF_8))) : null;
        } catch (DecodeException e) {
            return null;
        }
    }
}
