// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel.Event;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ChatModel.Request;
import io.allo.router.conversation.UserTurn.Input;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says the turns of one utterance to the model, as a person who writes. Mutable, lives for one utterance. */
final class UtterancePlayer {
    private static final Instant NOW = Instant.parse("2026-11-21T17:00:00Z");

    private final BuiltInChatModel model;
    private final UtteranceRestaurant restaurant;
    private final List<Message> messages = new ArrayList<>();
    private final StringBuilder said = new StringBuilder();
    private Map<String, Object> memory = Map.of();
    private Event.@Nullable ToolCall call;

    UtterancePlayer(BuiltInChatModel model, UtteranceRestaurant restaurant) {
        this.model = model;
        this.restaurant = restaurant;
    }

    /** What the model did after the last turn. */
    static Observed play(BuiltInChatModel model, UtteranceRestaurant restaurant, Utterance utterance) {
        UtterancePlayer player = new UtterancePlayer(model, restaurant);
        utterance.turns().forEach(player::say);
        return Observed.of(player.said.toString(), player.call, player.memory, restaurant);
    }

    void say(String turn) {
        messages.add(new Message.User(Input.TEXT, turn));
        said.setLength(0);
        call = null;
        List<String> languages = restaurant.language().equals("fr") ? List.of("fr", "en") : List.of("en", "fr");
        Request request = new Request(
                languages,
                Channel.WHATSAPP,
                restaurant.session(),
                Map.of("caller_phone", "+33612345678"),
                List.copyOf(messages),
                memory,
                NOW,
                null);
        for (Event event : model.respond(request).collect().asList().await().indefinitely()) {
            switch (event) {
                case Event.Text text -> said.append(text.delta());
                case Event.ToolCall called -> call = called;
                case Event.Done done -> memory = done.memory();
                case Event.Used used -> throw new AssertionError("the built-in model costs nothing: " + used);
            }
        }
        messages.add(new Message.Agent(said.toString()));
    }
}
