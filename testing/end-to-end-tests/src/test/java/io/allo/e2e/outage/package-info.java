// SPDX-License-Identifier: Apache-2.0
/** Something is away for a while: the person reads or hears an apology, and nothing is lost or doubled. */
@NullMarked
package io.allo.e2e.outage;

import org.jspecify.annotations.NullMarked;
