// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A {@link ContextStore} for tests of one process: same rules, no Redis. */
public final class InMemoryContextStore implements ContextStore {
    private final Map<ConversationKey, Conversation> conversations = new HashMap<>();
    private final Map<ConversationKey, Deque<UniEmitter<? super Lease>>> waiting = new HashMap<>();
    private final Map<ConversationKey, Long> fences = new HashMap<>();
    private final Map<String, ConversationKey> places = new HashMap<>();
    private int failingSaves;

    /** The next saves fail as if the store were away. */
    public synchronized void failSaves(int count) {
        failingSaves = count;
    }

    public synchronized Conversation stored(ConversationKey key) {
        return conversations.get(key);
    }

    public synchronized void put(Conversation conversation) {
        conversations.put(conversation.key(), conversation);
    }

    public synchronized boolean locked(ConversationKey key) {
        return waiting.containsKey(key);
    }

    @Override
    public Uni<Lease> acquire(ConversationKey key) {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (this) {
                Deque<UniEmitter<? super Lease>> queue = waiting.get(key);
                if (queue != null) {
                    queue.add(emitter);
                    return;
                }
                waiting.put(key, new ArrayDeque<>());
            }
            emitter.complete(lease(key));
        });
    }

    private synchronized Lease lease(ConversationKey key) {
        return new MemoryLease(key, fences.merge(key, 1L, Long::sum));
    }

    @Override
    public synchronized Uni<Optional<ConversationKey>> placeOf(String accountId, String person) {
        return Uni.createFrom().item(Optional.ofNullable(places.get(accountId + person)));
    }

    @Override
    public synchronized Uni<Void> rememberPlace(String accountId, String person, ConversationKey place) {
        places.put(accountId + person, place);
        return Uni.createFrom().voidItem();
    }

    @Override
    public synchronized Uni<Void> forgetPlace(String accountId, String person) {
        places.remove(accountId + person);
        return Uni.createFrom().voidItem();
    }

    @Override
    public synchronized Uni<Optional<Conversation>> find(ConversationKey key) {
        return Uni.createFrom().item(Optional.ofNullable(conversations.get(key)));
    }

    @Override
    public synchronized Uni<Void> save(Conversation conversation, Lease lease) {
        if (failingSaves > 0) {
            failingSaves--;
            return Uni.createFrom().failure(new IllegalStateException("the store is away"));
        }
        if (fences.get(conversation.key()) != lease.fence()) {
            return Uni.createFrom().failure(new LeaseLostException(lease.fence()));
        }
        conversations.put(conversation.key(), conversation);
        return Uni.createFrom().voidItem();
    }

    @Override
    public synchronized Uni<Void> forget(String id, Lease lease) {
        conversations.computeIfPresent(lease.key(), (key, stored) -> stored.id().equals(id) ? null : stored);
        return Uni.createFrom().voidItem();
    }

    private void leave(ConversationKey key) {
        UniEmitter<? super Lease> next;
        synchronized (this) {
            next = waiting.get(key).poll();
            if (next == null) {
                waiting.remove(key);
            }
        }
        if (next != null) {
            next.complete(lease(key));
        }
    }

    private final class MemoryLease implements Lease {
        private final ConversationKey key;
        private final long fence;

        MemoryLease(ConversationKey key, long fence) {
            this.key = key;
            this.fence = fence;
        }

        @Override
        public ConversationKey key() {
            return key;
        }

        @Override
        public long fence() {
            return fence;
        }

        @Override
        public Uni<Void> release() {
            return Uni.createFrom().voidItem().invoke(() -> leave(key));
        }
    }
}
