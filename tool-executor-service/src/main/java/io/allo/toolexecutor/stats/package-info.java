// SPDX-License-Identifier: Apache-2.0
/** Numbers of a restaurant's day for its dashboard. Reads the tables of the other features, changes nothing. */
@NullMarked
package io.allo.toolexecutor.stats;

import org.jspecify.annotations.NullMarked;
