// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

/** The text is no session description. Stays inside this package: callers see {@link Refused}. */
final class SdpSyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    SdpSyntaxException(String message) {
        super(message);
    }
}
