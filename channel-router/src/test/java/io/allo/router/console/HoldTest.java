// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.audio.AudioLevel;
import io.allo.router.console.advice.Tongue;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever was called hears that the line is alive while nobody sits at the microphone. */
class HoldTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long EVERY_MS = 10;

    private final Vertx vertx = Vertx.vertx();
    private final List<byte[]> tones = new CopyOnWriteArrayList<>();
    private final List<String> words = new CopyOnWriteArrayList<>();

    private Hold hold(Tongue tongue) {
        return new Hold(vertx, EVERY_MS, tongue, tones::add, words::add);
    }

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void aSoftToneAndNowAndThenASentenceInTheSessionsLanguage() {
        hold(Tongue.EN).begin();

        await().atMost(LIMIT).until(() -> words.size() > 1);
        assertThat(words).allMatch(said -> said.startsWith("Please hold"));
        assertThat(tones).hasSizeGreaterThan(3);
        assertThat(AudioLevel.dbovOfUlaw(tones.getFirst())).isBetween(-35.0, -25.0);
    }

    @Test
    void quietOnceSomebodySpeaksAndAlsoWhileHeIsMuted() {
        Hold hold = hold(Tongue.FR);
        hold.attended();
        hold.muted(true);
        hold.begin();

        await().during(Duration.ofMillis(300)).atMost(LIMIT).until(() -> words.isEmpty() && tones.isEmpty());
    }

    @Test
    void nothingAfterTheEnd() {
        Hold hold = hold(Tongue.FR);
        hold.begin();
        await().atMost(LIMIT).until(() -> !words.isEmpty());
        hold.end();
        int said = words.size();

        await().during(Duration.ofMillis(200)).atMost(LIMIT).until(() -> words.size() <= said + 1);
        assertThat(words.getFirst()).startsWith("Merci de patienter");
    }
}
