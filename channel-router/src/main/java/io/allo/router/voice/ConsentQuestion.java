// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.session.PrivacySettings;
import io.allo.router.consent.ConsentAnswer;
import io.allo.router.conversation.Consent;
import io.allo.router.conversation.Consent.Decision;
import io.allo.router.conversation.Consent.Way;
import io.allo.router.speech.Listening;
import io.allo.router.speech.SpeechEvent;
import io.allo.router.speech.SpeechRecognizer;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * May this call be kept? Answered by a key, already while the question sounds, by a word, or by silence: then opt-in means no and
 * opt-out yes. One call, one mailbox.
 */
final class ConsentQuestion {
    /** To find the key, or the word. */
    private static final Duration TO_AGREE = Duration.ofSeconds(6);
    /** Whoever objects does so at once; everybody else wants to go on. */
    private static final Duration TO_REFUSE = Duration.ofSeconds(3);

    private final Mailbox mailbox;
    private final SpeechRecognizer recognizer;
    private final SpeechRecognizer.Call call;
    private final CallCosts costs;
    private final Clock clock;
    private final boolean optIn;
    private final Consumer<Consent> decided;
    private @Nullable Listening listening;
    private Mailbox.Timer patience = Mailbox.Timer.NONE;
    private boolean open = true;
    private long heardAt = Long.MAX_VALUE;

    ConsentQuestion(
            DialogueParts parts,
            SpeechRecognizer.Call call,
            CallCosts costs,
            PrivacySettings.Consent policy,
            Consumer<Consent> decided) {
        this.mailbox = parts.mailbox();
        this.recognizer = parts.recognizer();
        this.clock = parts.clock();
        this.call = call;
        this.costs = costs;
        this.optIn = policy == PrivacySettings.Consent.OPT_IN;
        this.decided = decided;
    }

    boolean open() {
        return open;
    }

    /** The question was heard in so many milliseconds from now. */
    void asked(long heardInMs) {
        if (open) {
            heardAt = mailbox.nanoTime() + Duration.ofMillis(heardInMs).toNanos();
            Duration limit = (optIn ? TO_AGREE : TO_REFUSE).plusMillis(heardInMs);
            patience = mailbox.after(limit, () -> decide(optIn ? Decision.REFUSED : Decision.TOLD, Way.SILENCE));
        }
    }

    void key(char key) {
        ConsentAnswer.of(key).ifPresent(yes -> answer(yes, Way.KEY));
    }

    /** Not before the question was heard: its echo says "yes" too. */
    void hear(byte[] g711) {
        if (!open || mailbox.nanoTime() < heardAt) {
            return;
        }
        if (listening == null) {
            listening = recognizer.open(call, event -> mailbox.execute(() -> understood(event)));
        }
        listening.hear(g711);
    }

    private void understood(SpeechEvent event) {
        if (event instanceof SpeechEvent.Used used) {
            costs.used(used.usage());
        } else if (event instanceof SpeechEvent.Final words) {
            ConsentAnswer.of(words.text()).ifPresent(yes -> answer(yes, Way.WORDS));
        }
    }

    private void answer(boolean yes, Way way) {
        decide(yes ? Decision.GRANTED : Decision.REFUSED, way);
    }

    private void decide(Decision decision, Way way) {
        if (open) {
            close();
            decided.accept(new Consent(decision, way, clock.instant()));
        }
    }

    /** It is decided, or nobody is there any more. */
    void close() {
        open = false;
        patience.cancel();
        if (listening != null) {
            listening.close();
        }
    }
}
