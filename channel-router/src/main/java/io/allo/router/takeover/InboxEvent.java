// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import java.time.Instant;

/**
 * Something happened in the inbox; what it is now is to be asked for.
 *
 * @param id grows; {@code after} of the next stream
 * @param type {@code waiting message taken replied handed-back closed late missed callback}, or {@code ping}
 */
public record InboxEvent(long id, String type, String conversationId, Instant at) {}
