// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.ConversationKey;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The calls of this worker in which a person of the business can do something. Any thread. */
@Singleton
public class Supervisions {
    private final Map<ConversationKey, Call> calls = new ConcurrentHashMap<>();

    private record Call(Supervision supervision, Mailbox mailbox) {}

    void add(ConversationKey key, Supervision supervision, Mailbox mailbox) {
        Call call = new Call(supervision, mailbox);
        calls.put(key, call);
        supervision.whenClosed(() -> calls.remove(key, call));
    }

    /** Runs this in the call's mailbox. @return false: this worker has no such call */
    public boolean with(ConversationKey key, Consumer<Supervision> task) {
        Call call = calls.get(key);
        if (call != null) {
            call.mailbox().execute(() -> task.accept(call.supervision()));
        }
        return call != null;
    }
}
