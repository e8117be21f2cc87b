// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.advice;

/** @param priority 1 (critical) to 3 */
public record Question(String text, int priority) {

    /** How much it matters now. */
    public double relevance() {
        return priority == 1 ? 0.9 : 0.7;
    }

    double confidence() {
        return switch (priority) {
            case 1 -> 0.9;
            case 2 -> 0.75;
            default -> 0.6;
        };
    }
}
