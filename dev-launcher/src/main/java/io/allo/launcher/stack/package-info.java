// SPDX-License-Identifier: Apache-2.0
/** Running processes: the servers' JVM, one JVM for each service, and the watchdog that ends them if we are killed. */
@NullMarked
package io.allo.launcher.stack;

import org.jspecify.annotations.NullMarked;
