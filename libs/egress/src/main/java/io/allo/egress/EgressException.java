// SPDX-License-Identifier: Apache-2.0
package io.allo.egress;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** No answer, or none that may be used. */
public final class EgressException extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean sent;

    EgressException(String message, boolean sent, @Nullable Throwable cause) {
        super(message, cause);
        this.sent = sent;
    }

    static EgressException refused(String message) {
        return new EgressException(message, false, null);
    }

    /** False when the server certainly got nothing of the request, so that repeating it cannot do it twice. */
    public boolean sent() {
        return sent;
    }
}
