// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** What people write to a running call that has asked for it, on whatever replica it came in. Port; implemented by {@code store}. */
public interface WrittenAnswers {
    /** Nobody writes. */
    WrittenAnswers NONE = new WrittenAnswers() {
        @Override
        public Uni<List<Written>> waiting(ConversationKey call) {
            return Uni.createFrom().item(List.of());
        }

        @Override
        public Uni<Boolean> take(ConversationKey call, Written written) {
            return Uni.createFrom().item(false);
        }
    };

    /**
     * @param id of the message
     * @param words as the agent is to learn them
     */
    record Written(String id, String words) {}

    /** What waits for a pause of the call, oldest first. */
    Uni<List<Written>> waiting(ConversationKey call);

    /** @return false: it is no longer for the call, but an ordinary message */
    Uni<Boolean> take(ConversationKey call, Written written);
}
