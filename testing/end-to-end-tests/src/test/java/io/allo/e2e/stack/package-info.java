// SPDX-License-Identifier: Apache-2.0
/**
 * The Allo that end-to-end tests talk to: the servers and the four packaged services, started once a test JVM on free
 * ports by the launcher's own classes, with the demo loaded. Take it by {@code @ExtendWith(AlloStack.class)} and a
 * {@link io.allo.e2e.stack.RunningAllo} parameter.
 */
@NullMarked
package io.allo.e2e.stack;

import org.jspecify.annotations.NullMarked;
