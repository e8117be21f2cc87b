// SPDX-License-Identifier: Apache-2.0
/** The technician console against the running services. */
@NullMarked
package io.allo.e2e.console;

import org.jspecify.annotations.NullMarked;
