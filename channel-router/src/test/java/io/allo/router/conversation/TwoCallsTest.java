// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import static io.allo.router.conversation.EngineWorld.LIMIT;
import static io.allo.router.conversation.ScriptedModel.call;
import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.contracts.tools.ToolFlags;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two calls at once, at two businesses. */
class TwoCallsTest {
    private final EngineWorld world = new EngineWorld();

    @Test
    @DisplayName("A10, A11, D2: each call has its own context and session; a tool's update stays in its call")
    void nothingIsMixed() {
        // Given
        world.sessionSource = agent -> Uni.createFrom().item(session(world.sessionFetches));
        world.executor = request -> Uni.createFrom()
                .item(new ToolExecutionResponse(
                        Map.of("available", true),
                        Map.of("last_availability_check", "of " + request.conversationId()),
                        ToolFlags.NONE));
        Opened one = open("call-1", "+33600000001");
        Opened two = open("call-2", "+33600000002");
        assertThat(one.session().greeting()).isEqualTo("Welcome to restaurant 1.");
        assertThat(two.session().greeting()).isEqualTo("Welcome to restaurant 2.");

        // When
        for (int turn = 1; turn <= 2; turn++) {
            for (Opened call : new Opened[] {one, two}) {
                world.model.then(call("check_availability", Map.of())).then(say("Oui."));
                speak(call, turn);
            }
        }

        // Then
        assertThat(world.toolRequests).hasSize(4);
        for (ToolExecutionRequest request : world.toolRequests) {
            String number = request.conversationId().substring("call-".length());
            assertThat(request.context())
                    .containsEntry("restaurant_id", "restaurant-" + number)
                    .containsEntry("call_id", request.conversationId())
                    .containsEntry("caller_phone", "+3360000000" + number);
        }
        assertThat(world.toolRequests.subList(0, 2))
                .noneMatch(request -> request.context().containsKey("last_availability_check"));
        assertThat(world.toolRequests.subList(2, 4))
                .allMatch(request -> ("of " + request.conversationId())
                        .equals(request.context().get("last_availability_check")));
    }

    private Opened open(String id, String caller) {
        return world.open(new Contact(Channel.VOICE, EngineWorld.CALLED, caller, id, 1));
    }

    private void speak(Opened opened, int number) {
        UserTurn turn =
                new UserTurn("speech-1-" + number, UserTurn.Input.SPEECH, "Une table ?", world.clock.instant(), 1);
        world.engine().userTurn(opened.key(), turn).collect().asList().await().atMost(LIMIT);
    }

    private static io.allo.contracts.session.SessionConfig session(int number) {
        var usual = EngineWorld.session("check_availability", "end_call");
        return new io.allo.contracts.session.SessionConfig(
                usual.systemPrompt(),
                usual.tools(),
                usual.voice(),
                "Welcome to restaurant " + number + ".",
                Map.of("restaurant_id", "restaurant-" + number),
                null,
                Map.of(),
                null,
                usual.currency(),
                null,
                usual.timezone(),
                20,
                false,
                false,
                false,
                null,
                false,
                null,
                null);
    }
}
