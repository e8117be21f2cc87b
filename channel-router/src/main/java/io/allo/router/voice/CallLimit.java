// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The longest duration of a call: in the first pause after the notice is due the caller is told how long he still has; at the end
 * comes the goodbye. Not while another person has him. One call, one mailbox.
 */
final class CallLimit {
    /** How often a pause is looked for, and whether the caller has come back. */
    private static final Duration LOOK = Duration.ofMillis(500);
    /** Nobody says more than goodbye in less. */
    private static final Duration TOO_LATE = Duration.ofSeconds(10);

    private final Mailbox mailbox;
    private final VoiceRules rules;
    private final HandOver handOver;
    private final Supplier<@Nullable CallDialogue> talk;
    private Prompts prompts;
    private Duration most = Duration.ZERO;
    private long endsAt;
    private Mailbox.Timer notice = Mailbox.Timer.NONE;
    private Mailbox.Timer end = Mailbox.Timer.NONE;

    /** @param talk who talks with the caller now */
    CallLimit(Mailbox mailbox, VoiceRules rules, HandOver handOver, Supplier<@Nullable CallDialogue> talk) {
        this.mailbox = mailbox;
        this.rules = rules;
        this.handOver = handOver;
        this.talk = talk;
        this.prompts = Prompts.in(rules.defaultLanguage());
    }

    /** @param maxSeconds 0 = no limit */
    void opened(int maxSeconds, Prompts inLanguage) {
        most = Duration.ofSeconds(maxSeconds);
        prompts = inLanguage;
    }

    /** The caller and whom he talks to are both there: the time runs. */
    void begin() {
        if (most.isZero()) {
            return;
        }
        endsAt = mailbox.nanoTime() + most.toNanos();
        end = mailbox.after(most, this::over);
        Duration untilNotice = most.minus(rules.durationNotice());
        if (!rules.durationNotice().isZero() && untilNotice.isPositive()) {
            notice = mailbox.after(untilNotice, this::tell);
        }
    }

    void cancel() {
        notice.cancel();
        end.cancel();
    }

    private void tell() {
        Duration left = Duration.ofNanos(endsAt - mailbox.nanoTime());
        CallDialogue dialogue = talk.get();
        if (dialogue == null || left.compareTo(TOO_LATE) < 0) {
            return;
        }
        if (handOver.underway() || !dialogue.interject(prompts.timeShort(left))) {
            notice = mailbox.after(LOOK, this::tell);
        }
    }

    private void over() {
        notice.cancel();
        CallDialogue dialogue = talk.get();
        if (handOver.underway()) {
            end = mailbox.after(LOOK, this::over);
        } else if (dialogue != null) {
            dialogue.endWith(prompts.timeUp(), EndReason.MAX_DURATION);
        }
    }
}
