// SPDX-License-Identifier: Apache-2.0
/** {@code POST /internal/tools/execute}: arguments checked, bound to an HTTP request, run once, worded for the model. */
@NullMarked
package io.allo.toolexecutor.execution;

import org.jspecify.annotations.NullMarked;
