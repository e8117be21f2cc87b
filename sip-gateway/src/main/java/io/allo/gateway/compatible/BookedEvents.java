// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.compatible;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.events.CallEvent;
import io.allo.gateway.call.CallEventSink;
import org.jspecify.annotations.Nullable;

/** Enters each event of a call into the book on the way to the broker. Thread-safe. */
public final class BookedEvents implements CallEventSink {
    private final CallBook book;
    private final CallEventSink next;

    public BookedEvents(CallBook book, CallEventSink next) {
        this.book = requireNonNull(book, "book");
        this.next = requireNonNull(next, "next");
    }

    @Override
    public void publish(CallEvent event, @Nullable String traceparent) {
        book.take(event);
        next.publish(event, traceparent);
    }
}
