// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

/** A worker that was replaced still acts for the conversation; it must stop. */
final class StaleEpochException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleEpochException(int epoch, int highest) {
        super("epoch " + epoch + " was replaced (expected: at least " + highest + ")", null, false, false);
    }
}
