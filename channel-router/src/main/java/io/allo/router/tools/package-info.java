// SPDX-License-Identifier: Apache-2.0
/** Asks tool-executor-service: the model's tool calls, and whether a caller is blocked. */
@NullMarked
package io.allo.router.tools;

import org.jspecify.annotations.NullMarked;
