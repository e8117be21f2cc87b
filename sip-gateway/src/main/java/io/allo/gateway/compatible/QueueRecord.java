// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.compatible;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A call as existing workers find it in Redis: the union of the documented variants.
 *
 * @param restaurantId business that owns the call's SIP account, empty when there is none
 * @param audioWsUrl where the worker opens the call's media socket; {@code audioStreamUrl} is the same
 * @param phoneLineId the SIP account, empty when there is none
 * @param bridgeNodeId this gateway
 * @param timestamp ISO 8601, when the call came
 */
@RegisterForReflection
record QueueRecord(
        String restaurantId,
        String callId,
        String audioWsUrl,
        String audioStreamUrl,
        String phoneLineId,
        String bridgeNodeId,
        String timestamp) {}
