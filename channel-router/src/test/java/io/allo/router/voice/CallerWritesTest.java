// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static io.allo.router.voice.FakeEngine.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.ReachSettings;
import io.allo.router.conversation.WrittenAnswers.Written;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller writes because the agent asked for it becomes a turn of his call, in a pause. */
class CallerWritesTest extends CallFixture {
    private final FakeWriting writing = new FakeWriting();

    @BeforeEach
    void mayWrite() {
        written = writing;
        engine.reach = new ReachSettings("+33939240575", null, null, List.of());
        leg = leg(1);
    }

    private void greeted() {
        engine.answers.add(says("Bonjour."));
        start(false);
        answered();
        pass(Duration.ofSeconds(1));
        mailbox.settle();
        pass(Duration.ofSeconds(3));
    }

    @Test
    void itIsATurnAsSoonAsNobodySpeaks() {
        greeted();
        engine.answers.add(says("Merci, j'ai votre adresse."));

        writing.waiting.add(new Written("SM1", "[WhatsApp] jean@example.com"));
        pass(Duration.ofSeconds(2));

        assertThat(engine.turns).containsExactly("[WhatsApp] jean@example.com");
        assertThat(writing.waiting).isEmpty();
        assertThat(speech.spoken).anyMatch(words -> words.contains("j'ai votre adresse"));
    }

    @Test
    void itWaitsWhileTheAgentSpeaks() {
        engine.answers.add(says("Bonjour, voici toute notre carte du jour."));
        start(false);
        answered();
        writing.waiting.add(new Written("SM1", "[WhatsApp] jean@example.com"));
        mailbox.settle();

        assertThat(engine.turns).isEmpty();
        assertThat(writing.waiting).hasSize(1);
    }

    @Test
    void ofACallThatIsOverItIsNotTaken() {
        greeted();
        message(stop(null));

        writing.waiting.add(new Written("SM1", "[WhatsApp] jean@example.com"));
        mailbox.pass(Duration.ofSeconds(5));

        assertThat(writing.waiting).hasSize(1);
        assertThat(engine.turns).isEmpty();
    }

    @Test
    void anAgentThatMayNotWriteLooksForNothing() {
        engine.reach = ReachSettings.NONE;
        greeted();

        writing.waiting.add(new Written("SM1", "[WhatsApp] jean@example.com"));
        pass(Duration.ofSeconds(3));

        assertThat(writing.waiting).hasSize(1);
    }
}
