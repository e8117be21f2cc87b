// SPDX-License-Identifier: Apache-2.0
/** Messages that callers leave for the restaurant. */
@NullMarked
package io.allo.toolexecutor.message;

import org.jspecify.annotations.NullMarked;
