// SPDX-License-Identifier: Apache-2.0
/**
 * The kitchen as numbers: which stations are busy in which slot, and the first moment at which one more order fits. Pure
 * functions on records; {@code planning} feeds them with rows.
 */
@NullMarked
package io.allo.toolexecutor.kitchen;

import org.jspecify.annotations.NullMarked;
