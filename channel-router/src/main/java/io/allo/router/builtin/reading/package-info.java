// SPDX-License-Identifier: Apache-2.0
/**
 * From words to slots: the parts of an order, times and days, addresses, names, telephone numbers, French and English alike.
 * Stands between {@code intent} (what is wanted) and {@code dialogue} (what is done about it). Pure functions.
 */
@NullMarked
package io.allo.router.builtin.reading;

import org.jspecify.annotations.NullMarked;
