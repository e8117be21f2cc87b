// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.kitchen;

/**
 * What an order of one size needs.
 *
 * @param kitchenSlots slots in the kitchen, each with {@code kitchenPoints}
 * @param preparationPoints points in the one preparation slot after them
 * @param counterPoints points in the one counter slot after that
 */
public record SizeProfile(int kitchenSlots, int kitchenPoints, int preparationPoints, int counterPoints) {}
