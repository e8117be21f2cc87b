// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.kitchen;

/** Points that each station can work off in one slot. */
public record Capacity(int kitchen, int preparation, int counter, int delivery) {
    public int of(Station station) {
        return switch (station) {
            case KITCHEN -> kitchen;
            case PREPARATION -> preparation;
            case COUNTER -> counter;
            case DELIVERY -> delivery;
        };
    }
}
