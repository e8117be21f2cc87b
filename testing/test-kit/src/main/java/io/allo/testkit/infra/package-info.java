// SPDX-License-Identifier: Apache-2.0
/**
 * Real PostgreSQL, Kafka and Redis for every module's tests. Quarkus tests get them without an annotation, plain tests by
 * {@link io.allo.testkit.infra.Infrastructure#lease}. The servers live in one JVM a build ({@code io.allo.launcher.infra},
 * never on a test's class path), started by whoever needs it first.
 */
@NullMarked
package io.allo.testkit.infra;

import org.jspecify.annotations.NullMarked;
