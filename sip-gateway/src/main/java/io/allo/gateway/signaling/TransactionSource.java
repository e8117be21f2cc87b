// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import javax.sip.ServerTransaction;
import org.jspecify.annotations.Nullable;

/** Opens the server transaction of a request, on the stack thread that brought it; null when it is a retransmission. */
@FunctionalInterface
interface TransactionSource {
    @Nullable
    ServerTransaction open();
}
