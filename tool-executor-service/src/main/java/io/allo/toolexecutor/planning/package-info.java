// SPDX-License-Identifier: Apache-2.0
/**
 * Kitchen planning over rows: confirmations get their place from it, the staff see it as free times and as a timeline, and
 * tell it what else keeps the kitchen busy. The rules are in {@code kitchen}.
 */
@NullMarked
package io.allo.toolexecutor.planning;

import org.jspecify.annotations.NullMarked;
