// SPDX-License-Identifier: Apache-2.0
/**
 * The servers Allo stands on, embedded: PostgreSQL, Kafka (KRaft) and Redis as a clean machine without Docker can run
 * them. Used by {@code ./allo up} with a lasting data folder and by the tests' infrastructure JVM with a throw-away one.
 */
@NullMarked
package io.allo.launcher.servers;

import org.jspecify.annotations.NullMarked;
