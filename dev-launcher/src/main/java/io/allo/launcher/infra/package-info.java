// SPDX-License-Identifier: Apache-2.0
/**
 * The infrastructure JVM of a build: the first test that needs a server starts it, all modules' tests share it, and it
 * ends by itself when the Maven process that owns it is gone. A lease is an open control connection; it brings its
 * holder a database, a topic prefix and a Redis index of its own. The other end is {@code io.allo.testkit.infra}.
 */
@NullMarked
package io.allo.launcher.infra;

import org.jspecify.annotations.NullMarked;
