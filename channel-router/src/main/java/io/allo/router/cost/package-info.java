// SPDX-License-Identifier: Apache-2.0
/**
 * What models cost. On the way of a usage from a model to the record: {@code history} asks here for its price. The table comes
 * from session-config-service and is kept in memory.
 */
@NullMarked
package io.allo.router.cost;

import org.jspecify.annotations.NullMarked;
