// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import org.jspecify.annotations.Nullable;

/** A REFER of the peer, as the call answers it. Implemented in {@code signaling}; used inside the call's mailbox. */
public interface ReferRequest {
    /** URI of its {@code Refer-To}; null when that asks for more than a call. */
    @Nullable
    String target();

    /** A final answer, 300-699. */
    void refuse(int status);

    /** 202: from here on the peer is told by {@link #notify}. */
    void accept();

    /** NOTIFY with this status line. @param last nothing follows */
    void notify(int status, boolean last);
}
