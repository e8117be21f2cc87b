// SPDX-License-Identifier: Apache-2.0
package io.allo.router.realtime;

import io.allo.router.conversation.VoiceEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings both sides' words into the order of the conversation: the transcript of the caller's words comes late or never, often
 * after the answer. What is complete and first goes out; it waits for the caller's words before it, but not for ever. One
 * session, one thread.
 */
final class ItemOrder {
    private final Consumer<VoiceEvent> out;
    private final Duration patience;
    private final Timers timers;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> givenUp = new HashSet<>();
    private Runnable stopWaiting = () -> {};
    private boolean waiting;

    /** Does something later, on the session's thread. */
    interface Timers {
        /** @return cancels it */
        Runnable after(Duration delay, Runnable task);
    }

    private static final class Entry {
        final String item;
        final boolean callers;

        @Nullable
        String text;

        Entry(String item, boolean callers) {
            this.item = item;
            this.callers = callers;
        }
    }

    ItemOrder(Consumer<VoiceEvent> out, Duration patience, Timers timers) {
        this.out = out;
        this.patience = patience;
        this.timers = timers;
    }

    /** The item exists; what it says comes later. */
    void began(String item, boolean callers, String previous) {
        if (item.isEmpty() || find(item) != null || givenUp.contains(item)) {
            return;
        }
        Entry entry = new Entry(item, callers);
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).item.equals(previous)) {
                entries.add(i + 1, entry);
                return;
            }
        }
        entries.add(entry);
    }

    /** The caller's words; empty when they could not be transcribed. */
    void heard(String item, String text) {
        if (givenUp.remove(item)) {
            report(item, true, text);
            return;
        }
        complete(item, true, text);
    }

    /** The agent's words. */
    void said(String item, String text) {
        complete(item, false, text);
    }

    private void complete(String item, boolean callers, String text) {
        began(item, callers, "");
        Entry entry = find(item);
        if (entry != null && entry.text == null) {
            entry.text = text;
            release();
        }
    }

    private void release() {
        while (!entries.isEmpty() && entries.getFirst().text != null) {
            Entry entry = entries.removeFirst();
            report(entry.item, entry.callers, entry.text);
            stop();
        }
        boolean blocked = !entries.isEmpty()
                && entries.getFirst().callers
                && entries.stream().anyMatch(entry -> entry.text != null);
        if (blocked && !waiting) {
            waiting = true;
            stopWaiting = timers.after(patience, this::giveUp);
        }
    }

    private void giveUp() {
        waiting = false;
        if (!entries.isEmpty() && entries.getFirst().callers && entries.getFirst().text == null) {
            givenUp.add(entries.removeFirst().item);
            release();
        }
    }

    private void stop() {
        waiting = false;
        stopWaiting.run();
    }

    private void report(String item, boolean callers, @Nullable String text) {
        if (text != null && callers) {
            out.accept(new VoiceEvent.Heard(item, text.strip()));
        } else if (text != null && !text.isBlank()) {
            out.accept(new VoiceEvent.Said(item, text.strip()));
        }
    }

    /** Nothing more comes: what is complete goes out. */
    void close() {
        stop();
        entries.forEach(entry -> report(entry.item, entry.callers, entry.text));
        entries.clear();
    }

    private @Nullable Entry find(String item) {
        return entries.stream()
                .filter(entry -> entry.item.equals(item))
                .findFirst()
                .orElse(null);
    }
}
