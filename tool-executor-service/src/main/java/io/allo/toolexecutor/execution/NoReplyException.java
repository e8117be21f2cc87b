// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

/** The server did not answer in a usable way. */
final class NoReplyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean mayBeDone;

    NoReplyException(String message, boolean mayBeDone) {
        super(message, null, false, false);
        this.mayBeDone = mayBeDone;
    }

    /** Whether the server acted is unknown; false when it certainly did not. */
    boolean mayBeDone() {
        return mayBeDone;
    }
}
