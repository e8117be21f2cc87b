// SPDX-License-Identifier: Apache-2.0
/** The supervisor's cockpit: who talks with whom right now on every channel, and what a person of the business may do about it. */
@NullMarked
package io.allo.router.cockpit;

import org.jspecify.annotations.NullMarked;
