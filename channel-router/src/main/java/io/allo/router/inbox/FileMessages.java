// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.conversation.ModelUsage;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Turns photos and documents of a message into words. Port; implemented by {@code photo}. */
public interface FileMessages {

    /** What is seen in the files of it that are not spoken. Never fails. */
    Uni<Seen> look(InboxEntry entry);

    /**
     * @param words empty where nothing could be seen
     * @param used what looking cost
     * @param all false: a file stayed unopened
     */
    record Seen(String words, List<ModelUsage> used, boolean all) {
        public Seen {
            used = List.copyOf(used);
        }
    }
}
