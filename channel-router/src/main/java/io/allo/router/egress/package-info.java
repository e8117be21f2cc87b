// SPDX-License-Identifier: Apache-2.0
/** The way out to servers that customers name: addresses checked, time and size bounded. */
@NullMarked
package io.allo.router.egress;

import org.jspecify.annotations.NullMarked;
