// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import static io.allo.router.conversation.EngineWorld.LIMIT;
import static io.allo.router.conversation.EngineWorld.call;
import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.EndReason;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.router.conversation.ConversationEngine.BlockedCallerException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Calls that do not begin, and what is left of those that came to nothing. */
class CallEndsTest {
    private final EngineWorld world = new EngineWorld();

    @Test
    @DisplayName("A98: nothing is fetched for a blocked caller")
    void blocked() {
        // Given
        world.blocked = caller -> Uni.createFrom().item("+33612345678".equals(caller));

        // Then
        assertThatThrownBy(() -> world.open(call(1))).isInstanceOf(BlockedCallerException.class);
        assertThat(world.sessionFetches).isZero();
        assertThat(world.log.opened).isZero();
    }

    @Test
    @DisplayName("A98: a check that fails, or hangs, blocks nobody")
    void checkFails() {
        world.blocked = caller -> Uni.createFrom().failure(new IllegalStateException("500"));
        assertThat(world.open(call(1)).fresh()).isTrue();

        world.blocked = caller -> Uni.createFrom().nothing();
        Contact another = new Contact(Channel.VOICE, EngineWorld.CALLED, "+33612345678", "call-2", 1);
        assertThat(world.open(another).fresh()).isTrue();
    }

    @Test
    @DisplayName("A98: whom a workflow of ours calls is not asked about; neither is who writes or withholds his number")
    void notAsked() {
        world.blocked = caller -> Uni.createFrom().item(true);
        assertThat(world.open(EngineWorld.whatsapp()).fresh()).isTrue();
        assertThat(world.open(new Contact(Channel.VOICE, EngineWorld.CALLED, "anonymous", "call-3", 1))
                        .fresh())
                .isTrue();
        assertThat(world.open(new Contact(Channel.VOICE, EngineWorld.CALLED, "+33612345678", "call-4", 1, 1, 7))
                        .fresh())
                .isTrue();
    }

    @Test
    @DisplayName("A122: a conversation without result leaves its last six turns, each cut, as a message")
    void lastWords() {
        // Given
        world.session = EngineWorld.session("confirm_order", "leave_message", "end_call");
        Opened opened = world.open(call(1));
        for (int turn = 1; turn <= 4; turn++) {
            world.model.then(say("Réponse " + turn + " " + "a".repeat(200)));
            spoken(opened, turn, "Question " + turn);
        }

        // When
        world.engine().end(opened.key(), EndReason.CALLER_HANGUP).await().atMost(LIMIT);
        world.engine().end(opened.key(), EndReason.IDLE).await().atMost(LIMIT);

        // Then
        assertThat(world.toolRequests).hasSize(1);
        ToolExecutionRequest message = world.toolRequests.getFirst();
        assertThat(message.tool()).isEqualTo("leave_message");
        assertThat(message.arguments()).containsEntry("category", "info_request");
        assertThat(message.context()).containsEntry("caller_phone", "+33612345678");
        String[] lines = message.arguments().get("content").toString().split("\n");
        assertThat(lines).hasSize(6);
        assertThat(lines[0]).isEqualTo("Client : Question 2");
        assertThat(lines[5]).startsWith("Agent : Réponse 4 aaa").hasSize("Agent : ".length() + 100);
    }

    @Test
    @DisplayName("A122: while the business is away its message waits, and is one message for all tries")
    void lastWordsWait() {
        // Given
        world.session = EngineWorld.session("confirm_order", "leave_message", "end_call");
        Opened opened = world.open(call(1));
        world.model.then(say("Oui ?"));
        spoken(opened, 1, "Rappelez-moi");
        world.executor = request -> world.toolRequests.size() < 3
                ? Uni.createFrom().failure(new IllegalStateException("503"))
                : EngineWorld.answer(Map.of("success", true));

        // When
        world.engine().end(opened.key(), EndReason.CALLER_HANGUP).await().atMost(LIMIT);

        // Then
        await().atMost(Duration.ofSeconds(20)).until(() -> world.toolRequests.size() == 3);
        assertThat(world.toolRequests)
                .extracting(ToolExecutionRequest::toolCallId)
                .containsOnly("end-of-call");
        await().during(Duration.ofSeconds(1)).until(() -> world.toolRequests.size() == 3);
    }

    @Test
    @DisplayName("A122: no message after a result, a transfer, a call without words, or without the tool")
    void noMessage() {
        world.session = EngineWorld.session("confirm_order", "leave_message", "end_call");
        Opened ordered = world.open(call(1));
        world.model.then(ScriptedModel.call("confirm_order", Map.of())).then(say("C'est noté."));
        spoken(ordered, 1, "Une pizza");
        world.engine().end(ordered.key(), EndReason.CALLER_HANGUP).await().atMost(LIMIT);
        assertThat(world.toolRequests).extracting(ToolExecutionRequest::tool).containsExactly("confirm_order");

        Opened silent = world.open(new Contact(Channel.VOICE, EngineWorld.CALLED, "+33612345678", "call-2", 1));
        world.engine().end(silent.key(), EndReason.IDLE).await().atMost(LIMIT);
        Opened transferred = world.open(new Contact(Channel.VOICE, EngineWorld.CALLED, "+33612345678", "call-3", 1));
        world.model.then(say("Je vous passe quelqu'un."));
        spoken(transferred, 1, "Un humain");
        world.engine().end(transferred.key(), EndReason.TRANSFERRED).await().atMost(LIMIT);
        world.session = EngineWorld.session("confirm_order", "end_call");
        Opened without = world.open(new Contact(Channel.VOICE, EngineWorld.CALLED, "+33612345678", "call-4", 1));
        world.model.then(say("Oui."));
        spoken(without, 1, "Vous êtes ouverts ?");
        world.engine().end(without.key(), EndReason.CALLER_HANGUP).await().atMost(LIMIT);

        assertThat(world.toolRequests).hasSize(1);
    }

    @Test
    @DisplayName("A122: an order that was refused is no result; digits near a card's number are not in the message")
    void refusedOrder() {
        world.session = EngineWorld.session("confirm_order", "leave_message", "end_call");
        world.executor = request -> EngineWorld.answer(Map.of("success", !"confirm_order".equals(request.tool())));
        Opened opened = world.open(call(1));
        world.model.then(ScriptedModel.call("confirm_order", Map.of())).then(say("Je n'y arrive pas."));
        spoken(opened, 1, "Ma carte est 4970 1012 3456 7890, code 123");
        world.engine().end(opened.key(), EndReason.CALLER_HANGUP).await().atMost(LIMIT);

        assertThat(world.toolRequests).hasSize(2);
        assertThat(world.toolRequests.getLast().arguments().get("content").toString())
                .contains("Je n'y arrive pas.")
                .doesNotContainPattern("\\d");
    }

    @Test
    @DisplayName("A116: a call that two replicas are told of at once is counted and closed once")
    void reportedTwice() {
        // Given: both wait for the conversation
        Opened opened = world.open(call(1));
        ContextStore.Lease held = world.store.acquire(opened.key()).await().atMost(LIMIT);
        CallReport report = new CallReport(
                List.of(
                        new CallReport.Words(ConversationLog.Role.AGENT, "Bonjour !"),
                        new CallReport.Words(ConversationLog.Role.USER, "Une reine.")),
                ModelUsage.ofAudio("vapi", 90_000),
                EndReason.CALLER_HANGUP);
        var first = world.engine().reported(opened.key(), report).subscribeAsCompletionStage();
        var second = world.engine().reported(opened.key(), report).subscribeAsCompletionStage();

        // When
        held.release().await().atMost(LIMIT);

        // Then
        assertThat(first).succeedsWithin(LIMIT);
        assertThat(second).succeedsWithin(LIMIT);
        assertThat(world.log.used).containsExactly(ModelUsage.ofAudio("vapi", 90_000));
        assertThat(world.log.turns).extracting(ConversationLog.Turn::text).containsExactly("Bonjour !", "Une reine.");
        assertThat(world.log.turns).extracting(ConversationLog.Turn::number).containsExactly(0, 1);
        assertThat(world.log.ends).containsExactly(EndReason.CALLER_HANGUP);
    }

    @Test
    @DisplayName("A120: the next worker learns how long the call has lasted, and how long it was silent")
    void takenOver() {
        Opened first = world.open(call(1));
        world.clock.forward(Duration.ofSeconds(50));
        world.model.then(say("Oui ?"));
        spoken(first, 1, "Bonjour");
        world.clock.forward(Duration.ofSeconds(30));

        Opened.Before before = world.open(call(2)).before();

        assertThat(first.before()).isEqualTo(Opened.Before.NOTHING);
        assertThat(before.lasted()).isEqualTo(Duration.ofSeconds(80));
        assertThat(before.quiet()).isEqualTo(Duration.ofSeconds(30));
    }

    private void spoken(Opened opened, int number, String words) {
        UserTurn turn = new UserTurn("speech-1-" + number, UserTurn.Input.SPEECH, words, world.clock.instant(), 1);
        world.engine().userTurn(opened.key(), turn).collect().asList().await().atMost(LIMIT);
    }
}
