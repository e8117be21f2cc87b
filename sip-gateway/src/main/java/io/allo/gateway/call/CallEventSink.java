// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.events.CallEvent;
import org.jspecify.annotations.Nullable;

/** Takes the facts of a call. Returns at once whatever the broker does; keeps the order. Any thread. */
@FunctionalInterface
public interface CallEventSink {

    /** @param traceparent W3C context of the call's span, null when tracing is off */
    void publish(CallEvent event, @Nullable String traceparent);
}
