// SPDX-License-Identifier: Apache-2.0
/**
 * Appointments: a business's calendar, its free slots, booking, moving and cancelling under the calendar's lock, and the tools by which
 * an agent does so for a caller.
 */
@NullMarked
package io.allo.toolexecutor.appointment;

import org.jspecify.annotations.NullMarked;
