// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.WrittenAnswers;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;

/** Messages of a caller that wait for his call. */
final class FakeWriting implements WrittenAnswers {
    final List<Written> waiting = new ArrayList<>();

    @Override
    public Uni<List<Written>> waiting(ConversationKey call) {
        return Uni.createFrom().item(List.copyOf(waiting));
    }

    @Override
    public Uni<Boolean> take(ConversationKey call, Written written) {
        return Uni.createFrom().item(waiting.remove(written));
    }
}
