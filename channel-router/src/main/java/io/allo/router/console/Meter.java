// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.audio.G711;
import io.allo.router.console.hearing.Voiced;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** How loud a side is, ten times a second of its audio. One thread. */
final class Meter {
    private static final int WINDOW = G711.SAMPLE_RATE / 10;
    private static final double STEPS = 1_000;

    private final String role;
    private final Consumer<JsonObject> out;
    private final ByteArrayOutputStream window = new ByteArrayOutputStream();

    Meter(String role, Consumer<JsonObject> out) {
        this.role = role;
        this.out = out;
    }

    void hear(byte[] ulaw) {
        int from = 0;
        while (from < ulaw.length) {
            int take = Math.min(ulaw.length - from, WINDOW - window.size());
            window.write(ulaw, from, take);
            from += take;
            if (window.size() == WINDOW) {
                double level = Voiced.level(G711.decodeUlaw(window.toByteArray()));
                window.reset();
                out.accept(Messages.level(role, Math.round(level * STEPS) / STEPS));
            }
        }
    }
}
