// SPDX-License-Identifier: Apache-2.0
/** {@code POST /internal/tools/execute}: channel-router asks tool-executor-service to run one tool call exactly once. */
@NullMarked
package io.allo.contracts.tools;

import org.jspecify.annotations.NullMarked;
