// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.vertx.core.Vertx;

/** One model of a server that speaks OpenAI's chat completions. Keeps nothing between answers; any thread. */
final class OpenAiChatModel implements ChatModel {
    private final String name;
    private final Parts parts;

    /** What each answer uses. */
    record Parts(Vertx vertx, ChatServerClient server, ChatRequests requests, RetryPolicy retries, ChatMeters meters) {}

    OpenAiChatModel(String name, Parts parts) {
        this.name = name;
        this.parts = parts;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Multi<Event> respond(Request request) {
        if (request.channel() != Channel.VOICE
                && request.messages().getLast() instanceof Message.Greeting greeting
                && !greeting.instruction().isBlank()) {
            // in a chat the session's greeting is the text itself
            return Multi.createFrom()
                    .items(new Event.Text(greeting.instruction()), new Event.Done(request.memory(), null));
        }
        return Multi.createFrom()
                .emitter(
                        emitter -> {
                            ChatAnswer answer = new ChatAnswer(name, parts, request, emitter);
                            emitter.onTermination(answer::cancel);
                            answer.begin();
                        },
                        BackPressureStrategy.BUFFER);
    }
}
