// SPDX-License-Identifier: Apache-2.0
/** The repository's scenarios against the running Allo. */
@NullMarked
package io.allo.e2e.simulation;

import org.jspecify.annotations.NullMarked;
