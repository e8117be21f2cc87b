// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.events;

/** Takes one event at a time. */
public interface EventBroker {

    /** Returns when the broker has the event. Blocks, but not for ever. */
    void send(SpooledEvent event) throws NotTakenException, InterruptedException;

    /** The broker did not take it in time. */
    final class NotTakenException extends Exception {
        private static final long serialVersionUID = 1;

        public NotTakenException(String message) {
            super(message);
        }
    }
}
