// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What a page says on its socket.
 *
 * @param type {@code token follow unfollow ping}, or an act on a call
 * @param ref comes back with the answer
 * @param accountId of an administrator, who has none: which one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@RegisterForReflection
record Order(
        @Nullable String type,
        @Nullable String ref,
        @Nullable String token,
        @Nullable String key,
        @Nullable String accountId,
        @Nullable String conversation,
        @Nullable String text) {}
