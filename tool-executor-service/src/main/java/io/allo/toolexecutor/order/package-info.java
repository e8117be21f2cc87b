// SPDX-License-Identifier: Apache-2.0
/** Orders: confirmed in one transaction, numbered under lock, cancelled only by their own caller. */
@NullMarked
package io.allo.toolexecutor.order;

import org.jspecify.annotations.NullMarked;
