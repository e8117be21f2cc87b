// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reach;

import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.Outreach.What;
import io.allo.router.conversation.WrittenAnswers.Written;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/** What running calls have asked their callers in writing, one question a person, shared by all replicas. Port; implemented by {@code store}. */
public interface Questions {

    /**
     * @param call that asks; its account is the question's
     * @param person E.164
     * @param language of the agent
     */
    record Question(ConversationKey call, String person, What what, String language) {}

    /** Takes the place of what was asked before. */
    Uni<Void> open(Question question, Duration life);

    Uni<Optional<Question>> openFor(String accountId, String person);

    /** @return false: this call has no question open */
    Uni<Boolean> close(ConversationKey call, String person);

    /** Lays the words before the call. @return false: it has had them already */
    Uni<Boolean> offer(ConversationKey call, Written written, Duration life);

    /** Does it still wait for a pause of the call? */
    Uni<Boolean> waits(ConversationKey call, Written written);

    /** @return false: the call has had it meanwhile */
    Uni<Boolean> withdraw(ConversationKey call, Written written);

    /** One more message to this person. @return how many there were within the window */
    Uni<Long> count(String accountId, String person, Duration window);
}
