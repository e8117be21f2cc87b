// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.channel.OutboundMessage;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
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
    void atTheBorderOfTenSecondsTheAnswerGoesTheOneWayOrTheOther() {
        Duration patience = Duration.ofSeconds(10); // of allo.whatsapp.patience; Twilio waits 15 s
        VirtualTimer timer = new VirtualTimer();

        // One nanosecond before: in the response, also when the time runs out while it is being stored
        var inTime = turn.await(patience, timer.executor()).subscribe().withSubscriber(UniAssertSubscriber.create());
        timer.to(patience.minusNanos(1));
        assertThat(turn.closeForWaiters()).isTrue();
        timer.to(patience.plusSeconds(1));
        inTime.assertNotTerminated();
        turn.answered(REPLY);
        inTime.awaitItem().assertItem(REPLY);

        // At ten seconds: by the provider's API, and nothing in the response whenever the answer comes
        RunningTurn later = ConversationLanesTest.turn(2, "anna");
        VirtualTimer other = new VirtualTimer();
        var tooLate = later.await(patience, other.executor()).subscribe().withSubscriber(UniAssertSubscriber.create());
        other.to(patience);
        tooLate.awaitItem().assertItem(Optional.empty());
        assertThat(later.closeForWaiters()).isFalse();
        assertThat(later.everybodyLeft()).isTrue();
    }

    @Test
    void whoWentAwayAfterThePromiseLeavesItToTheApi() {
        var waiter = turn.await(Duration.ofMinutes(1)).subscribe().withSubscriber(UniAssertSubscriber.create());
        assertThat(turn.closeForWaiters()).isTrue();
        assertThat(turn.everybodyLeft()).isFalse();

        waiter.cancel();

        assertThat(turn.everybodyLeft()).isTrue();
    }

    /** Timers of which a test says what time it is. */
    private static final class VirtualTimer {
        private final Map<Runnable, Duration> due = new LinkedHashMap<>();

        ScheduledExecutorService executor() {
            return (ScheduledExecutorService) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {ScheduledExecutorService.class},
                    (_, method, values) -> {
                        if (method.getName().equals("schedule") && values[0] instanceof Runnable task) {
                            due.put(task, Duration.of((long) values[1], ((TimeUnit) values[2]).toChronoUnit()));
                            return new CompletableFutureTask();
                        }
                        if (method.getName().equals("execute")) {
                            ((Runnable) values[0]).run();
                        }
                        return null;
                    });
        }

        void to(Duration now) {
            due.entrySet().removeIf(timer -> {
                boolean over = timer.getValue().compareTo(now) <= 0;
                if (over) {
                    timer.getKey().run();
                }
                return over;
            });
        }
    }

    private static final class CompletableFutureTask extends CompletableFuture<Object>
            implements ScheduledFuture<Object> {
        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
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
