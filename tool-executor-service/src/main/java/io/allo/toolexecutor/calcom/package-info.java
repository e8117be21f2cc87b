// SPDX-License-Identifier: Apache-2.0
/** Cal.com's API v2: slots and bookings, with the version that each endpoint wants, and its refusals as what they mean. */
@NullMarked
package io.allo.toolexecutor.calcom;

import org.jspecify.annotations.NullMarked;
