// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.kitchen;

/** How much work an order is, by its number of lines (not of pieces). */
public enum OrderSize {
    S,
    M,
    L;

    private static final int MOST_LINES_OF_S = 2;
    private static final int MOST_LINES_OF_M = 5;

    public static OrderSize ofLines(int lines) {
        if (lines <= MOST_LINES_OF_S) {
            return S;
        }
        return lines <= MOST_LINES_OF_M ? M : L;
    }
}
