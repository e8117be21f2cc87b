// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.planning;

/** The rows of a plan could not be read, so the transaction that asked is lost; the same without a plan may succeed. */
public final class PlanUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PlanUnreadableException(Throwable cause) {
        super("the kitchen's plan cannot be read", cause);
    }
}
