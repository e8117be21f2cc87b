// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.Opened;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The longest duration of a call: in the first pause after the notice is due the caller is told how long he still has; at the end
 * comes the goodbye. Not while another person has him. A worker that takes the call over counts on. One call, one mailbox.
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
    private Duration spent = Duration.ZERO;
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

    /** @param heardBefore the caller has talked in this call already: that time counts */
    void opened(Opened conversation, boolean heardBefore, Prompts inLanguage) {
        most = Duration.ofSeconds(conversation.agent().maxCallDurationSec()); // 0 = no limit
        spent = heardBefore ? conversation.before().lasted() : Duration.ZERO;
        prompts = inLanguage;
    }

    /** The caller and whom he talks to are both there: the time runs. */
    void begin() {
        if (most.isZero()) {
            return;
        }
        Duration left = most.compareTo(spent) > 0 ? most.minus(spent) : Duration.ZERO;
        endsAt = mailbox.nanoTime() + left.toNanos();
        end = mailbox.after(left, this::over);
        Duration untilNotice = left.minus(rules.durationNotice());
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
