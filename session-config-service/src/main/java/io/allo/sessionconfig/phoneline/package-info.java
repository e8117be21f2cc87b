// SPDX-License-Identifier: Apache-2.0
/** Phone lines: a number bound to a restaurant, with the SIP credentials of its trunk. */
@NullMarked
package io.allo.sessionconfig.phoneline;

import org.jspecify.annotations.NullMarked;
