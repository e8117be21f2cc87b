// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import static io.allo.router.conversation.EngineWorld.CALLED_BY_WHATSAPP;
import static io.allo.router.conversation.EngineWorld.LIMIT;
import static io.allo.router.conversation.EngineWorld.whatsapp;
import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.ChatModel.Message;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A person who writes on WhatsApp, calls by WhatsApp and writes again has one conversation. */
class ContinuedChatTest {
    private final EngineWorld world = new EngineWorld();

    private static Contact whatsAppCall(String caller) {
        return new Contact(Channel.VOICE, CALLED_BY_WHATSAPP, caller, "call-1", 1);
    }

    private List<String> words(Opened opened) {
        return world.store.stored(opened.key()).dialogue().messages().stream()
                .filter(message -> message instanceof Message.User || message instanceof Message.Agent)
                .map(message -> message instanceof Message.User user ? user.text() : ((Message.Agent) message).text())
                .toList();
    }

    @Test
    void theCallKnowsTheChatIsGreetedAndTheChatKnowsTheCall() {
        Opened chat = world.open(whatsapp());
        world.model.then(say("Which pizza?"));
        world.turn(chat, "m1", "I want a pizza");

        Opened call = world.open(whatsAppCall("+33612345678"));
        assertThat(call.conversationId()).isEqualTo("call-1");
        assertThat(words(call)).containsExactly("I want a pizza", "Which pizza?");
        world.model.then(say("Hello again."));
        assertThat(EngineWorld.ended(world.engine()
                                .greet(call.key())
                                .collect()
                                .asList()
                                .await()
                                .atMost(LIMIT))
                        .text())
                .isEqualTo("Hello again.");
        world.model.then(say("One margherita."));
        world.turn(call, "t1", "A margherita");
        world.engine().end(call.key(), EndReason.CALLER_HANGUP).await().atMost(LIMIT);

        assertThat(world.open(whatsapp()).conversationId()).isEqualTo(chat.conversationId());
        assertThat(words(chat))
                .containsExactly("I want a pizza", "Which pizza?", "Hello again.", "A margherita", "One margherita.");
        assertThat(world.store.stored(chat.key()).dialogue().context())
                .containsEntry("channel", "whatsapp")
                .containsEntry("conversation_id", chat.conversationId());
        assertThat(world.store.stored(call.key()).dialogue().context()).containsEntry("channel", "voice");
    }

    @Test
    void othersCallsAndOldChatsAreNotContinued() {
        Opened chat = world.open(whatsapp());
        world.model.then(say("Which pizza?"));
        world.turn(chat, "m1", "I want a pizza");

        assertThat(words(world.open(whatsAppCall("+33699999999")))).isEmpty();
        assertThat(words(world.open(new Contact(Channel.VOICE, EngineWorld.CALLED, "+33612345678", "call-2", 1))))
                .isEmpty();
        world.clock.forward(Duration.ofHours(3));
        assertThat(words(world.open(new Contact(Channel.VOICE, CALLED_BY_WHATSAPP, "+33612345678", "call-3", 1))))
                .isEmpty();
    }
}
