// SPDX-License-Identifier: Apache-2.0
/** Delivery trips: one driver, several orders, each stop confirmed; the orders follow the trip. */
@NullMarked
package io.allo.toolexecutor.delivery;

import org.jspecify.annotations.NullMarked;
