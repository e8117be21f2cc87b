// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import io.allo.router.conversation.ChatModel;
import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * A model with another behind it: when it fails before it said a word or called a tool, the other answers within the same turn.
 * Afterwards the failure is the engine's: nobody else can finish another's sentence.
 */
final class FallbackChatModel implements ChatModel {
    private static final Logger LOG = Logger.getLogger(FallbackChatModel.class);

    private final ChatModel model;
    private final ChatModel behind;
    private final Rest rest;
    private final ChatMeters meters;

    private FallbackChatModel(ChatModel model, ChatModel behind, Rest rest, ChatMeters meters) {
        this.model = model;
        this.behind = behind;
        this.rest = rest;
        this.meters = meters;
    }

    /** @param behind asked in this order; the last is not to fail */
    static ChatModel of(ChatModel model, List<ChatModel> behind, Function<ChatModel, Rest> rest, ChatMeters meters) {
        if (behind.isEmpty()) {
            return model;
        }
        ChatModel next = of(behind.getFirst(), behind.subList(1, behind.size()), rest, meters);
        return new FallbackChatModel(model, next, rest.apply(model), meters);
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Multi<Event> respond(Request request) {
        if (rest.resting()) {
            meters.stoodIn(model.name(), behind.name());
            return behind.respond(request);
        }
        AtomicBoolean begun = new AtomicBoolean();
        return model.respond(request)
                .onItem()
                .invoke(event -> {
                    if (!(event instanceof Event.Used)) {
                        begun.set(true);
                        rest.answered();
                    }
                })
                .onFailure()
                .invoke(failure -> rest.failed())
                .onFailure(failure -> !begun.get())
                .recoverWithMulti(failure -> {
                    LOG.warnf("%s failed (%s): %s answers", model.name(), failure.getMessage(), behind.name());
                    meters.stoodIn(model.name(), behind.name());
                    return behind.respond(request);
                });
    }
}
