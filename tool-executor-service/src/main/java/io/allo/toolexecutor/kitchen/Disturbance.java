// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.kitchen;

import java.time.Instant;
import java.util.Set;

/**
 * Work that is no order: it takes the same points from each of its stations, from the slot that contains {@code startAt} to
 * the one that contains {@code endAt}, both included.
 */
public record Disturbance(Set<Station> stations, int points, Instant startAt, Instant endAt) {}
