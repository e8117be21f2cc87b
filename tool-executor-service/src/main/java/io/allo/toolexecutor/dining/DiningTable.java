// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.dining;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A table and its seats. */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record DiningTable(
        UUID id, String name, int seats, @Nullable Boolean isActive) {
    boolean active() {
        return isActive == null || isActive;
    }
}
