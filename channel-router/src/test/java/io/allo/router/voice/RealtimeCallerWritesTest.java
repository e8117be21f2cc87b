// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.ReachSettings;
import io.allo.router.conversation.WrittenAnswers.Written;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A speech-to-speech model learns what its caller wrote as words of his, and the record has them. */
class RealtimeCallerWritesTest extends RealtimeCallFixture {
    private final FakeWriting writing = new FakeWriting();

    @Test
    void theModelIsTold() {
        written = writing;
        engine.reach = new ReachSettings("+33939240575", null, null, List.of());
        leg = leg(1);
        greeted();
        pass(Duration.ofSeconds(2));

        writing.waiting.add(new Written("SM1", "[WhatsApp] Position : 1 rue X (48.85, 2.35)"));
        pass(Duration.ofSeconds(2));

        assertThat(model.told)
                .anyMatch(told ->
                        told.startsWith("user ") && told.contains("[WhatsApp] Position : 1 rue X (48.85, 2.35)"));
        assertThat(engine.turns).containsExactly("[WhatsApp] Position : 1 rue X (48.85, 2.35)");
    }
}
