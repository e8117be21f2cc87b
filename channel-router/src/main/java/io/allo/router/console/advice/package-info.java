// SPDX-License-Identifier: Apache-2.0
/**
 * What the technician console thinks of a conversation: is it clear what is wrong (decision table), what to ask, what to search for,
 * and how often to think. A core without a framework; {@code console} feeds it and stores what comes of it.
 */
@NullMarked
package io.allo.router.console.advice;

import org.jspecify.annotations.NullMarked;
