// SPDX-License-Identifier: Apache-2.0
/** The hands: business tools, executed exactly once. */
@NullMarked
package io.allo.toolexecutor;

import org.jspecify.annotations.NullMarked;
