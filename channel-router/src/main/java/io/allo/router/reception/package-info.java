// SPDX-License-Identifier: Apache-2.0
/**
 * The reception profile: a desk that answers questions and takes appointments by a fixed course of four questions. A
 * {@code ChatModel} like the others: deterministic, without key and network. The road of a message: {@code Guards} (may it be
 * answered) → {@code Desk} (which step of the course) → tools of the session.
 */
@NullMarked
package io.allo.router.reception;

import org.jspecify.annotations.NullMarked;
