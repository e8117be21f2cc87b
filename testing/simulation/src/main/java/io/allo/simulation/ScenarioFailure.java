// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

/** A scenario cannot go on, or cannot be read; the message says what was expected. */
final class ScenarioFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScenarioFailure(String message) {
        super(message);
    }

    ScenarioFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
