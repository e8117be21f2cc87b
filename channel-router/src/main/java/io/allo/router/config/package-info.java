// SPDX-License-Identifier: Apache-2.0
/** Settings and wiring: builds the {@code conversation} engine out of whatever implements its ports. */
@NullMarked
package io.allo.router.config;

import org.jspecify.annotations.NullMarked;
