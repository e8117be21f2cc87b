// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.Opened;
import io.allo.router.conversation.WrittenAnswers;
import io.allo.router.conversation.WrittenAnswers.Written;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the caller writes on his telephone because the agent asked for it: in a pause of the talk it becomes a turn of his. Only for agents
 * that may write to callers. One call, one mailbox.
 */
final class CallerWrites {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Mailbox mailbox;
    private final WrittenAnswers answers;
    private final Queue<String> taken = new ArrayDeque<>();
    private Supplier<@Nullable CallDialogue> talk = () -> null;
    private @Nullable Opened conversation;
    private boolean closed;

    CallerWrites(Mailbox mailbox, WrittenAnswers answers) {
        this.mailbox = mailbox;
        this.answers = answers;
    }

    void serve(Opened opened, Supplier<@Nullable CallDialogue> who) {
        if (opened.agent().reach().able()) {
            talk = who;
            conversation = opened;
            mailbox.after(LOOK, this::look);
        }
    }

    /** The call is over: what was not taken is an ordinary message. */
    void close() {
        closed = true;
    }

    private void look() {
        Opened opened = conversation;
        if (closed || opened == null) {
            return;
        }
        CallDialogue dialogue = talk.get();
        if (dialogue == null || !dialogue.quiet()) {
            mailbox.after(PAUSE, this::look);
        } else if (!taken.isEmpty()) {
            dialogue.written(taken.remove());
            mailbox.after(LOOK, this::look);
        } else {
            answers.waiting(opened.key())
                    .subscribe()
                    .with(
                            waiting -> mailbox.execute(() -> take(opened, waiting)),
                            failure -> mailbox.execute(() -> mailbox.after(LOOK, this::look)));
        }
    }

    private void take(Opened opened, List<Written> waiting) {
        if (closed || waiting.isEmpty()) {
            mailbox.after(LOOK, this::look);
            return;
        }
        Written first = waiting.getFirst();
        answers.take(opened.key(), first)
                .subscribe()
                .with(
                        ours -> mailbox.execute(() -> took(ours ? first.words() : null)),
                        failure -> mailbox.execute(() -> took(null)));
    }

    private void took(@Nullable String words) {
        if (words != null) {
            taken.add(words);
        }
        look();
    }
}
