// SPDX-License-Identifier: Apache-2.0
/** What leaves the house on spans: each service's tracer passes through here before it exports. */
@NullMarked
package io.allo.tracing;

import org.jspecify.annotations.NullMarked;
