// SPDX-License-Identifier: Apache-2.0
/** Loads and peers for measurements. Nothing here is part of a service. */
@NullMarked
package io.allo.benchmarks;

import org.jspecify.annotations.NullMarked;
