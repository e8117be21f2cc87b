// SPDX-License-Identifier: Apache-2.0
package io.allo.router.store;

import io.allo.router.conversation.ContextStore.BusyException;
import io.allo.router.conversation.ConversationKey;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Turns of one conversation within this process, first come, first served. Only its head competes for the lock in Redis, so
 * that waiting costs one poll a conversation and the order of arrival holds. Any thread.
 */
final class TurnQueue {
    private static final int LONGEST = 64;

    private final Map<ConversationKey, Deque<UniEmitter<? super Void>>> waiting = new HashMap<>();

    /** Completes when this is the head; to be followed by exactly one {@link #leave}. */
    Uni<Void> enter(ConversationKey key) {
        return Uni.createFrom().emitter(emitter -> {
            boolean first;
            synchronized (this) {
                Deque<UniEmitter<? super Void>> queue = waiting.get(key);
                first = queue == null;
                if (first) {
                    waiting.put(key, new ArrayDeque<>());
                } else if (queue.size() >= LONGEST) {
                    emitter.fail(new BusyException(key));
                    return;
                } else {
                    queue.add(emitter);
                }
            }
            if (first) {
                emitter.complete(null);
            }
        });
    }

    void leave(ConversationKey key) {
        UniEmitter<? super Void> next;
        synchronized (this) {
            Deque<UniEmitter<? super Void>> queue = waiting.get(key);
            next = queue == null ? null : queue.poll();
            if (next == null) {
                waiting.remove(key);
            }
        }
        if (next != null) {
            next.complete(null);
        }
    }
}
