// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.door;

/** Another service did not answer: 503, and what cannot be done meanwhile. */
public final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param what for whoever asked, nothing internal @param cause for the log */
    public UnavailableException(String what, Throwable cause) {
        super(what, cause);
    }
}
