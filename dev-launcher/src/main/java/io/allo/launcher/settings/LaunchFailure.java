// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.settings;

/** Something the user can act on: the message is all he sees, so it says what is wrong and what to do. */
public final class LaunchFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LaunchFailure(String message) {
        super(message);
    }

    public LaunchFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
