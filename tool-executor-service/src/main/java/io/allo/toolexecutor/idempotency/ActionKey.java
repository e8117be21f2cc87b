// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.idempotency;

import io.allo.toolexecutor.door.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Names one business action.
 *
 * @param accountId account, so that two customers' keys never meet
 * @param operation which endpoint, so that one key sent to two endpoints is two actions
 * @param key the request's {@code Idempotency-Key}
 */
public record ActionKey(String accountId, String operation, String key) {
    /** The action of the current request; null when it carries no key and so may be repeated. */
    public static @Nullable ActionKey of(Caller caller, String operation) {
        String key = caller.idempotencyKey();
        return key == null ? null : new ActionKey(caller.accountId(), operation, key);
    }
}
