// SPDX-License-Identifier: Apache-2.0
/**
 * The call's WebSocket between sip-gateway (client) and channel-router (server): a superset of Twilio Media Streams. Text
 * messages are {@link io.allo.contracts.media.StreamMessage}; audio between our services travels as binary
 * {@link io.allo.contracts.media.AudioFrame}s.
 */
@NullMarked
package io.allo.contracts.media;

import org.jspecify.annotations.NullMarked;
