// SPDX-License-Identifier: Apache-2.0
/** What models cost: the versioned price table and exchange rates, read by administrators and by channel-router. */
@NullMarked
package io.allo.sessionconfig.pricing;

import org.jspecify.annotations.NullMarked;
