// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code ./allo} starts: the commands up, infra, dev and reset. The road of {@code up}: {@code settings} (environment,
 * .env, ports, keys) → {@code stack} (the servers' JVM, four service JVMs, the demo) → the welcome text.
 */
@NullMarked
package io.allo.launcher;

import org.jspecify.annotations.NullMarked;
