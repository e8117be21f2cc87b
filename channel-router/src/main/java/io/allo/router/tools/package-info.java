// SPDX-License-Identifier: Apache-2.0
/** Sends the model's tool calls to tool-executor-service. */
@NullMarked
package io.allo.router.tools;

import org.jspecify.annotations.NullMarked;
