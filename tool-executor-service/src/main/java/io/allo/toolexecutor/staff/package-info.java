// SPDX-License-Identifier: Apache-2.0
/** The page of the staff: orders, kitchen, reservations, messages, questions. Its files are in {@code META-INF/resources/staff}. */
@NullMarked
package io.allo.toolexecutor.staff;

import org.jspecify.annotations.NullMarked;
