// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import io.allo.router.conversation.Apologies;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.Dialogue;
import io.allo.router.conversation.ToolLoop;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How badly a conversation goes: read from what was said and done in it, so that it holds across replicas and restarts. */
final class Trouble {
    /** Models without a key count by themselves what they did not understand. */
    private static final String MISSES = "misses";

    private static final String QUESTION = "answer_faq";
    private static final Set<String> APOLOGIES = Set.of(Apologies.TURN_FAILED.in("fr"), Apologies.TURN_FAILED.in("en"));

    private Trouble() {}

    /** Turns in a row, up to now, that the agent could not answer. */
    static int misses(Dialogue dialogue) {
        int counted = dialogue.memory().get(MISSES) instanceof Number number ? number.intValue() : 0;
        return Math.max(counted, missedTurns(dialogue.messages()));
    }

    private static int missedTurns(List<Message> messages) {
        int turns = 0;
        boolean missed = false;
        for (Message message : messages.reversed()) {
            switch (message) {
                case Message.Agent(var text) -> missed |= APOLOGIES.stream().anyMatch(text::contains);
                case Message.ToolResult(var id, var tool, var result) ->
                    missed |= tool.equals(QUESTION) && isNothing(result);
                case Message.User(var input, var text) -> {
                    if (!missed) {
                        return turns;
                    }
                    turns++;
                    missed = false;
                }
                case Message.ToolCall call -> {}
                case Message.Greeting greeting -> {}
            }
        }
        return turns;
    }

    private static boolean isNothing(Map<String, Object> result) {
        return Boolean.FALSE.equals(result.get("success")) || Boolean.FALSE.equals(result.get("found"));
    }

    /** Tools in a row, up to now, of which nobody knows what became. A tool that says no has not failed. */
    static int failedTools(Dialogue dialogue) {
        int failed = 0;
        for (Message message : dialogue.messages().reversed()) {
            if (message instanceof Message.ToolResult(var id, var tool, var result)) {
                if (!ToolLoop.unavailable(tool).result().equals(result)) {
                    return failed;
                }
                failed++;
            }
        }
        return failed;
    }
}
