// SPDX-License-Identifier: Apache-2.0
/** Conversations between turns, in Redis: the state, the turn lock with its fencing token. The only package that knows Redis. */
@NullMarked
package io.allo.router.store;

import org.jspecify.annotations.NullMarked;
