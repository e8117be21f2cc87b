// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.compatible;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.EndReason;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.CallTelemetry;

/** Enters each call into the book on the way to metrics and trace. Thread-safe. */
public final class BookedTelemetry implements CallTelemetry {
    private final CallBook book;
    private final CallTelemetry next;

    public BookedTelemetry(CallBook book, CallTelemetry next) {
        this.book = requireNonNull(book, "book");
        this.next = requireNonNull(next, "next");
    }

    @Override
    public CallTrace begin(CallRequest request) {
        book.begin(request);
        return next.begin(request);
    }

    @Override
    public void refused(EndReason reason) {
        next.refused(reason);
    }
}
