// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** A mailbox that dies leaves its call alive for ever: the zombies of an overloaded gateway. */
class MailboxTest {
    private final List<Throwable> failures = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final Mailbox mailbox = new Mailbox(threads::add, (thread, failure) -> failures.add(failure));

    @Test
    void aTaskThatThrowsAnErrorNeverStopsThoseBehindIt() {
        // Given
        Error noMemory = new OutOfMemoryError("none");
        mailbox.execute(() -> {
            throw noMemory;
        });
        mailbox.execute(() -> done.add("behind"));

        // When
        threads.remove().run();
        mailbox.execute(() -> done.add("later"));
        threads.remove().run();

        // Then
        assertThat(done).containsExactly("behind", "later");
        assertThat(failures).containsExactly(noMemory);
    }

    @Test
    void aTaskForWhichNoThreadCanBeHadRunsWithTheNextOne() {
        // Given
        boolean[] exhausted = {true};
        Mailbox starved = new Mailbox(
                task -> {
                    if (exhausted[0]) {
                        throw new RejectedExecutionException("no thread");
                    }
                    task.run();
                },
                (thread, failure) -> failures.add(failure));
        assertThatThrownBy(() -> starved.execute(() -> done.add("first")))
                .isInstanceOf(RejectedExecutionException.class);

        // When
        exhausted[0] = false;
        starved.execute(() -> done.add("second"));

        // Then
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void aTaskEnqueuedByATaskRunsAfterItOnTheSameThread() {
        // Given
        mailbox.execute(() -> {
            mailbox.execute(() -> done.add("inner"));
            done.add("outer");
        });

        // When
        threads.remove().run();

        // Then
        assertThat(done).containsExactly("outer", "inner");
        assertThat(threads).isEmpty();
    }

    @Test
    void aCallWhoseEndFailsHalfWayIsForgottenAllTheSameAndGivesItsSlotBack() {
        // Given
        CallWorld world = new CallWorld().answered();
        world.failing = new StackOverflowError();

        // When: the BYE throws
        world.call.post(new CallInput.TooLong());

        // Then
        assertThat(world.calls.active()).isZero();
        assertThat(world.held).isEmpty();
        assertThat(world.media.openLegs()).isZero();
        assertThat(world.eventNames()).contains("CallEnded");
    }
}
