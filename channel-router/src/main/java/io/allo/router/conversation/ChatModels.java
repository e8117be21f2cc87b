// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The chat models there are. Immutable; any thread. */
public final class ChatModels {
    private final Map<String, ChatModel> byName;
    private final ChatModel standIn;

    /**
     * @param standIn name of the model that talks for an agent whose own is none of these: a speech-to-speech model on a text
     *     channel or one that is away, or a name that nobody configured
     */
    public ChatModels(Collection<? extends ChatModel> models, String standIn) {
        byName = models.stream().collect(Collectors.toMap(ChatModel::name, Function.identity()));
        ChatModel found = byName.get(standIn);
        if (found == null) {
            throw new IllegalArgumentException("no chat model '" + standIn + "' (known: " + byName.keySet() + ")");
        }
        this.standIn = found;
    }

    /** @param wanted the agent's model */
    public ChatModel of(@Nullable String wanted) {
        ChatModel found = wanted == null ? null : byName.get(wanted);
        return found == null ? standIn : found;
    }
}
