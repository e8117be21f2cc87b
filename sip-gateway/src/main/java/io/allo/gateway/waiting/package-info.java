// SPDX-License-Identifier: Apache-2.0
/**
 * Between a call and the workers when there are not enough: the line in which calls wait, the watch over workers that are all
 * gone, and the queue record for workers that take calls from Redis.
 */
@NullMarked
package io.allo.gateway.waiting;

import org.jspecify.annotations.NullMarked;
