// SPDX-License-Identifier: Apache-2.0
/**
 * Chat models of any server that speaks OpenAI's chat completions, streamed and with tools. On the road of a turn: the engine
 * asks a {@link io.allo.router.conversation.ChatModel}; which ones there are, and who stands in for whom, is decided here.
 */
@NullMarked
package io.allo.router.chatmodel;

import org.jspecify.annotations.NullMarked;
