// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.Keypad;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@link Keypad}: the keys of the calls on this worker, for the engine's tool {@code collect}. Safe from any thread. */
@Singleton
public class Keypads implements Keypad {
    private final Map<ConversationKey, CallKeypad> calls = new ConcurrentHashMap<>();

    void add(ConversationKey key, CallKeypad keypad) {
        calls.put(key, keypad);
    }

    void remove(ConversationKey key, CallKeypad keypad) {
        calls.remove(key, keypad);
    }

    @Override
    public boolean isLive(ConversationKey key) {
        return calls.containsKey(key);
    }

    /** The answer comes on the asker's own context: what it does next may need that. */
    @Override
    public Uni<Keyed> ask(ConversationKey key, Entry entry) {
        CallKeypad keypad = calls.get(key);
        if (keypad == null) {
            return Uni.createFrom().item(new Keyed(Outcome.NO_KEYPAD, ""));
        }
        Context asker = Vertx.currentContext();
        Uni<Keyed> keyed = keypad.ask(entry);
        return asker == null ? keyed : keyed.emitOn(task -> asker.runOnContext(now -> task.run()));
    }
}
