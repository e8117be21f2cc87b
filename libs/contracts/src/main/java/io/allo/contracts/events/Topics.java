// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.events;

/** Kafka topics (before the configured prefix). */
public final class Topics {
    public static final String CALL_EVENTS = "call-events";
    public static final String TRUNK_EVENTS = "trunk-events";
    public static final String CONVERSATION_EVENTS = "conversation-events";
    public static final String BUSINESS_EVENTS = "business-events";

    private Topics() {}
}
