// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.conversation.ModelUsage;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Turns what a person has spoken into a message into words. Port; implemented by {@code voicenote}. */
public interface VoiceMessages {

    /** False where nobody can listen to this provider's messages. */
    boolean able(String provider);

    /** What was understood of all that is spoken in it. Never fails. */
    Uni<Heard> listen(InboxEntry entry);

    /**
     * @param words empty where it could not be had or understood
     * @param used what listening cost
     */
    record Heard(String words, List<ModelUsage> used) {
        public Heard {
            used = List.copyOf(used);
        }
    }
}
