// SPDX-License-Identifier: Apache-2.0
package io.allo.egress;

import java.time.Duration;
import java.util.Set;

/**
 * What holds for every request.
 *
 * @param allowedOrigins {@code host:port} that may be reached although their address is not public
 * @param connectTimeout time to connect
 * @param maxBody largest answer in bytes
 */
public record EgressLimits(Set<String> allowedOrigins, Duration connectTimeout, int maxBody) {}
