// SPDX-License-Identifier: Apache-2.0
/**
 * From "a message came in" to "its answer was delivered", for every text channel. A message is accepted when its row in
 * table {@code inbox} is committed. The replica that accepted it holds a lease on the row and works on the messages of one
 * conversation one after the other; when the lease runs out another replica takes the row. Rows of a conversation are
 * finished in the order of their ids, whoever works on them.
 *
 * <pre>
 * received ──claim──▶ processing ──turn──▶ answered
 *                       │    ▲ lease ran out (another replica, at most {@code allo.inbox.max-attempts})
 *                       │    └──────┐
 *                       ├───────────┘
 *                       └──turn failed──▶ failed (its answer is an apology)
 *
 * delivery of the answer:  direct (somebody waits for it)
 *                          pending ─▶ sending ─▶ sent | undeliverable
 *                                       │  ▲ the provider does not know it
 *                                       ▼  │
 *                                     in doubt ─▶ sent | unknown (never repeated)
 * </pre>
 */
@NullMarked
package io.allo.router.inbox;

import org.jspecify.annotations.NullMarked;
