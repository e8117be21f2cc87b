// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

/** A socket or stream that shows a conversation. {@link #send} never blocks and never fails. */
interface Follower {
    void send(ServerMessage message);
}
