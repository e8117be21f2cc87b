// SPDX-License-Identifier: Apache-2.0
/** Tables for guests: is there room, booking under the restaurant's lock, who may cancel. */
@NullMarked
package io.allo.toolexecutor.reservation;

import org.jspecify.annotations.NullMarked;
