// SPDX-License-Identifier: Apache-2.0
/**
 * Health. Ready means: the port is open and the schema migrated. Whether PostgreSQL and Kafka answer now is detail
 * ({@code /q/health/group/dependencies}): taking every pod out of service because a dependency hiccups helps no caller.
 */
@NullMarked
package io.allo.toolexecutor.health;

import org.jspecify.annotations.NullMarked;
