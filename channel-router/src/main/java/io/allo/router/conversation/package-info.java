// SPDX-License-Identifier: Apache-2.0
/**
 * The conversation engine: a framework-free core (Mutiny is its only vocabulary for time). A {@link UserTurn} goes in, a
 * stream of {@link AgentEvent}s comes out, the tool loop between. Channels, models, stores and tools are ports.
 */
@NullMarked
package io.allo.router.conversation;

import org.jspecify.annotations.NullMarked;
