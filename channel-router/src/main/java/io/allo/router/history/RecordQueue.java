// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Entries that wait to be written, in order, bounded. Any thread. */
final class RecordQueue {
    private final int capacity;
    private final Deque<RecordEntry> entries = new ArrayDeque<>();

    RecordQueue(int capacity) {
        this.capacity = capacity;
    }

    /** False when it is full: the database has been away for too long. */
    synchronized boolean offer(RecordEntry entry) {
        return entries.size() < capacity && entries.add(entry);
    }

    synchronized List<RecordEntry> take(int most) {
        List<RecordEntry> taken = new ArrayList<>(Math.min(most, entries.size()));
        while (taken.size() < most && !entries.isEmpty()) {
            taken.add(entries.poll());
        }
        return taken;
    }

    /** What could not be written goes back to where it was; may exceed the capacity by one batch. */
    synchronized void putBack(List<RecordEntry> batch) {
        for (int i = batch.size() - 1; i >= 0; i--) {
            entries.addFirst(batch.get(i));
        }
    }

    synchronized int size() {
        return entries.size();
    }
}
