// SPDX-License-Identifier: Apache-2.0
/** Conversation records: what the engine reports is written behind its back to PostgreSQL, with the events that tell others. */
@NullMarked
package io.allo.router.history;

import org.jspecify.annotations.NullMarked;
