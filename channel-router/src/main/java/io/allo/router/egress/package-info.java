// SPDX-License-Identifier: Apache-2.0
/** Configures the way out to servers that customers name. */
@NullMarked
package io.allo.router.egress;

import org.jspecify.annotations.NullMarked;
