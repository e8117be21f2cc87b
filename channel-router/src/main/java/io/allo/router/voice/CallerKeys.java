// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.AgentEvent.KeyEntry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a caller who takes turns with the agent: those pressed in his turn make entries, those pressed ahead wait for it. One
 * call, one mailbox.
 */
final class CallerKeys {
    private static final int MAX_TYPE_AHEAD = 32;

    private final Mailbox mailbox;
    private final Duration pause;
    private final Consumer<String> complete;
    private final KeyCollector collector = new KeyCollector();
    private final StringBuilder ahead = new StringBuilder();
    private Mailbox.Timer interDigit = Mailbox.Timer.NONE;
    /** The last key was an entry's last digit: a {@code #} after it is a habit, not an entry. */
    private boolean entryJustCompleted;

    CallerKeys(Mailbox mailbox, VoiceRules rules, Consumer<String> complete) {
        this.mailbox = mailbox;
        this.pause = rules.interDigit();
        this.complete = complete;
    }

    /** Is this key to be ignored? Asked once for each key. */
    boolean habit(char key) {
        boolean habit = key == '#' && entryJustCompleted;
        entryJustCompleted = false;
        return habit;
    }

    /** The next entry is of this kind. */
    void expect(@Nullable KeyEntry entry) {
        collector.expect(entry);
    }

    void enter(char key) {
        interDigit.cancel();
        Optional<String> entry = collector.press(key);
        if (entry.isPresent()) {
            entryJustCompleted = Character.isDigit(key);
            complete.accept(entry.get());
        } else if (collector.begun()) {
            interDigit = mailbox.after(pause, () -> collector.paused().ifPresent(complete));
        }
    }

    void pressedAhead(char key) {
        if (ahead.length() < MAX_TYPE_AHEAD) {
            ahead.append(key);
        }
    }

    boolean anyAhead() {
        return !ahead.isEmpty();
    }

    /** An entry has begun, here or ahead. */
    boolean begun() {
        return collector.begun() || anyAhead();
    }

    /** Keys pressed ahead are pressed now, until they make an entry: the rest is for the one after it. */
    void enterThoseAhead(BooleanSupplier callersTurn) {
        while (anyAhead() && callersTurn.getAsBoolean()) {
            char key = ahead.charAt(0);
            ahead.deleteCharAt(0);
            enter(key);
        }
    }

    /** No entry is awaited any more. */
    void stop() {
        interDigit.cancel();
    }

    /** Keys pressed ahead, for somebody else. */
    String takeThoseAhead() {
        String taken = ahead.toString();
        forgetThoseAhead();
        return taken;
    }

    void forgetThoseAhead() {
        ahead.setLength(0);
    }
}
