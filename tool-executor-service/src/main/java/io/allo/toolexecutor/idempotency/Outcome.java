// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.idempotency;

/** What an action answers: a status and a body that becomes JSON. */
public record Outcome(int status, Object body) {
    public static Outcome ok(Object body) {
        return new Outcome(200, body);
    }

    public static Outcome created(Object body) {
        return new Outcome(201, body);
    }
}
