// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.ladder;

import io.allo.gateway.call.SipNote;
import java.util.ArrayList;
import java.util.List;

/** The messages of one SIP dialog, the first so many. Thread-safe. */
final class Leg {
    private static final int MOST_MESSAGES = 200;

    private final List<SipNote> notes = new ArrayList<>();
    private int omitted;

    synchronized void add(SipNote note) {
        if (notes.size() < MOST_MESSAGES) {
            notes.add(note);
        } else {
            omitted++;
        }
    }

    synchronized List<SipNote> notes() {
        return List.copyOf(notes);
    }

    synchronized int omitted() {
        return omitted;
    }
}
