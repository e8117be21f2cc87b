// SPDX-License-Identifier: Apache-2.0
/**
 * Stand-ins for the other services on loopback, as beans of the test application: inject {@link
 * io.allo.router.stubs.StubSessionConfig} and {@link io.allo.router.stubs.StubToolExecutor}, and {@code reset()} them before
 * each test. They are strict: a request that the real service would refuse is refused and remembered.
 */
@NullMarked
package io.allo.router.stubs;

import org.jspecify.annotations.NullMarked;
