// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.mediastream;

/** What happens on the sockets, for metrics. Any thread. */
public interface SocketCounters {
    /** A frame of the caller was not sent, because the worker does not read. */
    void audioDropped();

    /** A message that is none of the protocol's. */
    void messageRefused();

    SocketCounters NONE = new SocketCounters() {
        @Override
        public void audioDropped() {
            // not counted
        }

        @Override
        public void messageRefused() {
            // not counted
        }
    };
}
