// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.channel.OutboundMessage;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RunningTurnTest {
    private static final Optional<OutboundMessage> REPLY = Optional.of(OutboundMessage.say("wa_anna", "Bonjour"));
    private final RunningTurn turn = ConversationLanesTest.turn(1, "anna");

    @Test
    void allWhoWaitGetTheAnswer() {
        var first = turn.await(Duration.ofMinutes(1)).subscribe().withSubscriber(UniAssertSubscriber.create());
        var second = turn.await(Duration.ofMinutes(1)).subscribe().withSubscriber(UniAssertSubscriber.create());

        assertThat(turn.closeForWaiters()).isTrue();
        turn.answered(REPLY);

        first.awaitItem().assertItem(REPLY);
        second.awaitItem().assertItem(REPLY);
    }

    @Test
    void whoLostPatienceGetsNothingAndTheAnswerIsPushed() {
        var waiter = turn.await(Duration.ofMillis(1)).subscribe().withSubscriber(UniAssertSubscriber.create());

        waiter.awaitItem().assertItem(Optional.empty());

        assertThat(turn.closeForWaiters()).isFalse();
    }

    @Test
    void whoComesAfterTheDecisionGetsNothingSinceTheAnswerIsPushed() {
        assertThat(turn.closeForWaiters()).isFalse();
        turn.answered(REPLY);

        turn.await(Duration.ofMinutes(1))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .awaitItem()
                .assertItem(Optional.empty());
    }

    @Test
    void whoWentAwayCountsNoMore() {
        var waiter = turn.await(Duration.ofMinutes(1)).subscribe().withSubscriber(UniAssertSubscriber.create());

        waiter.cancel();

        assertThat(turn.closeForWaiters()).isFalse();
    }

    @Test
    void anAnswerThatWasPromisedIsWaitedForPastTheTime() {
        var waiter = turn.await(Duration.ofMillis(50)).subscribe().withSubscriber(UniAssertSubscriber.create());
        assertThat(turn.closeForWaiters()).isTrue();

        // The time runs out between the promise and the stored answer.
        Awaitility.await().pollDelay(Duration.ofMillis(80)).until(() -> true);
        waiter.assertNotTerminated();
        turn.answered(REPLY);

        waiter.awaitItem().assertItem(REPLY);
    }
}
