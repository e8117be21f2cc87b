// SPDX-License-Identifier: Apache-2.0
/** The supervisor's cockpit in a real browser. */
@NullMarked
package io.allo.e2e.cockpit;

import org.jspecify.annotations.NullMarked;
