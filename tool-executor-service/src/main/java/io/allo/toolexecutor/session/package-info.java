// SPDX-License-Identifier: Apache-2.0
/** What a conversation starts with: the facts for session-config-service, and the relay of its {@code GET /api/ai}. */
@NullMarked
package io.allo.toolexecutor.session;

import org.jspecify.annotations.NullMarked;
