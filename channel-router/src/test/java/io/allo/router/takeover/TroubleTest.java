// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.conversation.Apologies;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.Dialogue;
import io.allo.router.conversation.ToolLoop;
import io.allo.router.conversation.UserTurn.Input;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TroubleTest {
    private static final Message PERSON = new Message.User(Input.TEXT, "?");
    private static final Message ANSWER = new Message.Agent("Voilà.");
    private static final Message SORRY = new Message.Agent("Alors… " + Apologies.TURN_FAILED.in("fr"));
    private static final Message NOTHING = new Message.ToolResult("1", "answer_faq", Map.of("success", false));
    private static final Message LOST =
            new Message.ToolResult("1", "order", ToolLoop.unavailable("order").result());
    private static final Message REFUSED =
            new Message.ToolResult("2", "order", Map.of("success", false, "error", "closed on Mondays"));

    @Test
    void missesAreCountedFromTheLastTurnBack() {
        assertThat(Trouble.misses(dialogue(Map.of()))).isZero();
        assertThat(Trouble.misses(dialogue(Map.of(), PERSON, SORRY, PERSON, ANSWER)))
                .isZero();
        assertThat(Trouble.misses(dialogue(Map.of(), PERSON, SORRY, PERSON, ANSWER, PERSON, SORRY)))
                .isEqualTo(1);
        assertThat(Trouble.misses(dialogue(Map.of(), PERSON, SORRY, PERSON, NOTHING, ANSWER)))
                .isEqualTo(2);
        assertThat(Trouble.misses(dialogue(Map.of("misses", 3), PERSON, ANSWER)))
                .isEqualTo(3);
    }

    @Test
    void aToolThatSaysNoHasNotFailed() {
        assertThat(Trouble.failedTools(dialogue(Map.of(), PERSON, LOST, SORRY, PERSON, LOST, SORRY)))
                .isEqualTo(2);
        assertThat(Trouble.failedTools(dialogue(Map.of(), PERSON, LOST, SORRY, PERSON, REFUSED, ANSWER)))
                .isZero();
        assertThat(Trouble.failedTools(dialogue(Map.of(), PERSON, REFUSED, PERSON, LOST)))
                .isEqualTo(1);
    }

    private static Dialogue dialogue(Map<String, Object> memory, Message... messages) {
        return new Dialogue(Map.of(), List.of(messages), memory, null, List.of(), 0, 0);
    }
}
