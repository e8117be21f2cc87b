// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.events;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * An event that waits for the broker.
 *
 * @param topic where it goes, without the deployment's prefix
 * @param key the call's or trunk's id
 * @param headers of the message, for example {@code ce_id}
 * @param value the message's bytes; not copied
 */
public record SpooledEvent(String topic, String key, Map<String, String> headers, byte[] value) {
    public SpooledEvent {
        requireNonNull(topic, "topic");
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        headers = Map.copyOf(headers);
    }
}
