// SPDX-License-Identifier: Apache-2.0
/**
 * The web chat: a page, a widget for other pages, and two ways in. {@code /chat/ws} (WebSocket, {@code docs/web-chat.md}) is
 * what the widget speaks; {@code POST /chat} with {@code GET /stream/{id}} (server-sent events) is what existing clients speak.
 * Both put messages into the inbox and follow the answers through the {@link io.allo.router.webchat.ChatHub}.
 */
@NullMarked
package io.allo.router.webchat;

import org.jspecify.annotations.NullMarked;
