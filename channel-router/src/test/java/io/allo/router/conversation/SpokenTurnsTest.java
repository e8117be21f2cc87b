// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import static io.allo.router.conversation.EngineWorld.LIMIT;
import static io.allo.router.conversation.EngineWorld.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.conversation.ChatModel.Message;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The record of a conversation whose model hears and speaks itself. */
class SpokenTurnsTest {
    private final EngineWorld world = new EngineWorld();

    @Test
    void whatAVoiceModelHeardAndAskedForIsRememberedAndItsToolsGetTheContext_A50() {
        // Given
        Opened opened = world.open(call(1));
        world.executor = request -> Uni.createFrom()
                .item(new ToolExecutionResponse(
                        Map.of("success", true), Map.of("last_availability_check", "a1"), ToolFlags.NONE));
        TurnEngine engine = world.engine();

        // When
        UserTurn turn = new UserTurn("speech-1", UserTurn.Input.SPEECH, "Une pizza.", world.clock.instant(), 1);
        engine.heard(opened.key(), turn).await().atMost(LIMIT);
        engine.heard(opened.key(), turn).await().atMost(LIMIT);
        Message.ToolCall asked = new Message.ToolCall("call_1", "check_availability", Map.of());
        engine.runTool(opened.key(), 1, asked).await().atMost(LIMIT);
        engine.runTool(opened.key(), 1, asked).await().atMost(LIMIT);

        // Then
        assertThat(world.log.turns).singleElement().extracting(t -> t.text()).isEqualTo("Une pizza.");
        assertThat(world.toolRequests).extracting(r -> r.toolCallId()).containsExactly("1-call_1", "2-call_1");
        assertThat(world.toolRequests.get(1).context()).containsEntry("last_availability_check", "a1");
        assertThat(world.log.toolCalls).hasSize(2);
    }

    @Test
    @DisplayName(
            "D18: tools know the number of the person's last turn; what the agent says meanwhile does not raise it")
    void theTurnOfATool() {
        // Given
        Opened opened = world.open(call(1));
        TurnEngine engine = world.engine();
        Message.ToolCall asked = new Message.ToolCall("call_1", "check_availability", Map.of());

        // When
        for (String words : new String[] {"Annulez.", "Oui."}) {
            UserTurn turn = new UserTurn(words, UserTurn.Input.SPEECH, words, world.clock.instant(), 1);
            engine.heard(opened.key(), turn).await().atMost(LIMIT);
            engine.runTool(opened.key(), 1, asked).await().atMost(LIMIT);
            engine.said(opened.key(), "C'est noté.").await().atMost(LIMIT);
            engine.runTool(opened.key(), 1, asked).await().atMost(LIMIT);
        }

        // Then
        assertThat(world.toolRequests)
                .extracting(request -> request.context().get("turn"))
                .containsExactly(1, 1, 3, 3);
    }

    @Test
    void aVoiceModelsToolOfAWorkerThatWasReplacedIsNotRun() {
        // Given
        Opened opened = world.open(call(2));
        Message.ToolCall asked = new Message.ToolCall("call_1", "check_availability", Map.of());

        // When
        var late = world.engine().runTool(opened.key(), 1, asked);

        // Then
        assertThatThrownBy(() -> late.await().atMost(LIMIT)).isInstanceOf(ConversationEngine.StaleEpochException.class);
        assertThat(world.toolRequests).isEmpty();
    }
}
