// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Both sides of a stream, and how long they take to a card. */
@QuarkusTest
class ConsoleTracksTest extends TwilioCallWorld {
    @Test
    void bothTracksOfAStreamAreWrittenDownByTheirSpeakers() { // B26, B28
        whisper.server().hears("la caméra du hall ne s'allume plus");
        String sid = placed();
        try (SocketClient page = SocketClient.page(base, session, KEY)) {
            answers(sid);
            page.next("call", call -> call.getString("status").equals("in-progress"));
            phone.media(sound(3.1), "inbound");
            assertThat(page.next("segment").getJsonObject("segment").getString("speaker_role"))
                    .isEqualTo("technician");
            whisper.server().hears("regardez la diode du port");
            phone.media(sound(3.1), "outbound");
            JsonObject support = page.next(
                            "segment",
                            one -> one.getJsonObject("segment")
                                    .getString("speaker_role")
                                    .equals("assistant"))
                    .getJsonObject("segment");
            assertThat(support.getString("text")).isEqualTo("regardez la diode du port");
            page.next("level", level -> level.getString("speaker_role").equals("assistant"));
        }
    }

    @Test
    void fromTheFirstWordToTheCardItTakesLessThanSevenSeconds() { // B62: the page asks every three seconds
        whisper.server().hears("la caméra du hall ne s'allume plus");
        Duration polling = Duration.ofSeconds(3);
        String sid = placed();
        answers(sid);
        phone.next("media");
        long began = System.nanoTime();
        phone.media(sound(3.1), "inbound"); // sent at once: the three seconds that it lasts are added
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> suggestions("session_id=" + session).body("suggestions.type", hasItem("knowledge_base")));

        Duration found = Duration.ofNanos(System.nanoTime() - began);
        assertThat(found.plus(polling)).isLessThan(Duration.ofSeconds(7));
    }
}
