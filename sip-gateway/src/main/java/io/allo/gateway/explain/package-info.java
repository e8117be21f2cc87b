// SPDX-License-Identifier: Apache-2.0
/** What would happen to a call that has not come: {@code api} asks, the deciding parts answer step by step. */
@NullMarked
package io.allo.gateway.explain;

import org.jspecify.annotations.NullMarked;
