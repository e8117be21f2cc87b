// SPDX-License-Identifier: Apache-2.0
/** Can it be done, and when? Time rules, delivery zone and geocoding. The rules themselves know no framework. */
@NullMarked
package io.allo.toolexecutor.availability;

import org.jspecify.annotations.NullMarked;
