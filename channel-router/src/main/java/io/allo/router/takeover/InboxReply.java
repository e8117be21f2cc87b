// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import org.jspecify.annotations.Nullable;

/**
 * What somebody of the business writes.
 *
 * @param key the same one again is the same message
 * @param channel null = where the person last wrote
 */
record InboxReply(String key, String text, @Nullable String channel) {}
