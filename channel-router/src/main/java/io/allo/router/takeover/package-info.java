// SPDX-License-Identifier: Apache-2.0
/**
 * People of the business who go on with written conversations: when somebody is asked ({@link TakeoverDesk}, in the engine's turn), who
 * holds which conversation ({@link Takeovers}, table {@code takeover}), and the inbox in which they work ({@link InboxResource}).
 *
 * <pre>
 * waiting ──take──▶ held ──hand back──▶ over (the agent goes on, and knows what was said)
 *    │                └────close──────▶ over (the conversation ends)
 *    └──nobody came──▶ over, or waits on: the person is told either way
 * </pre>
 *
 * The agent is silent while a conversation is {@code waiting} or {@code held}: before a turn the desk says so, and an answer of a turn
 * that was already running is dropped where it is stored ({@code InboxRepository.finish}).
 */
@NullMarked
package io.allo.router.takeover;

import org.jspecify.annotations.NullMarked;
