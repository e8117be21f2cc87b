// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.config;

import io.smallrye.mutiny.Uni;

/** Deletes what has been kept long enough. */
public interface Broom {
    /** Completes with the number of rows deleted. */
    Uni<Integer> sweep();
}
