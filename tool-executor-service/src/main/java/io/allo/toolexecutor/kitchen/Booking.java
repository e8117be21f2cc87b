// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.kitchen;

import java.time.Instant;

/** An order that already has its place. */
public record Booking(Job job, Instant cookStartAt) {}
