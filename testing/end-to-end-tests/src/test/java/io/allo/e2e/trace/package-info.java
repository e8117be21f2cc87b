// SPDX-License-Identifier: Apache-2.0
/** One trace for one contact, whatever it passes through. */
@NullMarked
package io.allo.e2e.trace;

import org.jspecify.annotations.NullMarked;
