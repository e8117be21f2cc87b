// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.menu;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One choice taken of an option group.
 *
 * @param group name of the group
 * @param number the {@code #N} of the item chosen, null for a variant
 * @param extra surcharge a piece, zero for none
 */
public record Chosen(String group, String label, @Nullable Integer number, BigDecimal extra) {}
