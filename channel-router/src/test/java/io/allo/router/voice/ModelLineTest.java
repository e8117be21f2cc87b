// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.tools.ToolFlags;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ToolLoop;
import io.allo.router.conversation.VoiceEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a call does when its model's session fails, expires or is lost. */
class ModelLineTest extends RealtimeCallFixture {

    @Test
    void aModelThatDoesNotOpenIsReplacedBeforeTheCallerNotices() {
        // Given
        model.session = Uni.createFrom().failure(new VoiceEvent.Failure(VoiceEvent.Failure.Kind.FATAL, "401"));
        engine.answers.add(FakeEngine.says("Bonjour, tapez un."));

        // When
        start(false);

        // Then
        assertThat(speech.spoken).anyMatch(words -> words.startsWith("Bonjour"));
        assertThat(gateway.told).contains("answer");
    }

    @Test
    void aSessionThatIsLostInMidCallIsFollowedByAnotherWithTheConversationSoFar() {
        // Given
        greeted();
        engine.transcript = List.of(new Message.Agent("Laquelle ?"));
        model.event(new VoiceEvent.CallerPauses());
        model.event(new VoiceEvent.Words("item_2", "Nous av"));

        // When
        lose(VoiceEvent.Failure.Kind.RETRY);
        frame();

        // Then
        assertThat(model.opened).isEqualTo(2);
        assertThat(model.opening.history()).isEqualTo(engine.transcript);
        assertThat(model.told.getLast()).startsWith("respond The line was interrupted");
        assertThat(model.heardBytes).isEqualTo(160);
        assertThat(speech.spoken).isEmpty();
        assertThat(ended).isEmpty();
    }

    @Test
    void aSessionThatIsLostInThePauseIsReplacedUnheard() {
        // Given
        greeted();
        int told = model.told.size();

        // When
        lose(VoiceEvent.Failure.Kind.RETRY);

        // Then
        assertThat(model.opened).isEqualTo(2);
        assertThat(model.told).hasSize(told);
    }

    @Test
    void anExpiringSessionIsReplacedInAPauseAndNotBefore() {
        // Given
        greeted();
        model.event(new VoiceEvent.Audio("item_2", new byte[1600]));
        mailbox.settle();

        // When
        model.event(new VoiceEvent.Expiring());
        mailbox.settle();
        assertThat(model.opened).isEqualTo(1);
        ended();

        // Then
        assertThat(model.opened).isEqualTo(2);
        assertThat(model.closed).as("the old one").isTrue();
    }

    @Test
    void theResultOfAToolThatALostSessionAskedForIsToldToTheNext() {
        // Given
        greeted();
        UniEmitter<? super ToolLoop.Done>[] pending = emitters(1);
        model.event(new VoiceEvent.ToolCall("call_1", "check_availability", Map.of()));
        ended();
        lose(VoiceEvent.Failure.Kind.RETRY);

        // When
        pending[0].complete(result(ToolFlags.NONE));
        mailbox.settle();

        // Then
        assertThat(model.told.getLast())
                .startsWith("user [Result of check_availability")
                .contains("ok=true");
        assertThat(model.told).noneMatch(told -> told.startsWith("result"));
    }

    @Test
    void aModelThatIsGoneForGoodIsReplacedAndTheCallGoesOn() {
        // Given
        greeted();
        engine.transcript = List.of(new Message.Agent("Laquelle ?"));

        // When
        lose(VoiceEvent.Failure.Kind.FATAL);
        pass(Duration.ofSeconds(1));

        // Then
        assertThat(speech.spoken).contains(FRENCH.listening(), "Laquelle ?");
        assertThat(ended).isEmpty();
    }

    @Test
    void anAnswerThatFailsOnceIsAskedForAgain() {
        // Given
        greeted();

        // When
        model.ends(VoiceEvent.ResponseEnded.Outcome.FAILED);
        mailbox.settle();

        // Then
        assertThat(model.told.getLast()).isEqualTo("respond");
        assertThat(model.closed).isFalse();
        model.ends(VoiceEvent.ResponseEnded.Outcome.FAILED);
        mailbox.settle();
        assertThat(model.closed).isTrue();
    }

    @Test
    void aModelThatAnswersNothingIsGivenUp() {
        // Given
        greeted();

        // When
        model.event(new VoiceEvent.CallerPauses());
        mailbox.settle();
        pass(Duration.ofSeconds(9));

        // Then
        assertThat(model.closed).isTrue();
        assertThat(speech.spoken).isNotEmpty();
    }

    private void lose(VoiceEvent.Failure.Kind kind) {
        model.event(new VoiceEvent.Lost(new VoiceEvent.Failure(kind, "closed")));
        mailbox.settle();
    }
}
