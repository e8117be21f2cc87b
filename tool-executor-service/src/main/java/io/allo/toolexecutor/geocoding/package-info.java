// SPDX-License-Identifier: Apache-2.0
/** From a spoken address to a place: Google when there is a key, otherwise a small table that needs none. */
@NullMarked
package io.allo.toolexecutor.geocoding;

import org.jspecify.annotations.NullMarked;
