// SPDX-License-Identifier: Apache-2.0
/** Start, readiness, and what is told about dependencies. */
@NullMarked
package io.allo.router.lifecycle;

import org.jspecify.annotations.NullMarked;
