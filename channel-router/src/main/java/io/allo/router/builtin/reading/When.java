// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import java.time.LocalDate;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * A moment as far as it was said, on the business's clocks.
 *
 * @param day null when no day was said
 * @param time null when no time was said
 * @param left the text without it
 */
public record When(@Nullable LocalDate day, @Nullable LocalTime time, String left) {}
