// SPDX-License-Identifier: Apache-2.0
/** The administration in a real browser: its pages alone, and the way of {@code docs/first-agent.md} through the running services. */
@NullMarked
package io.allo.e2e.admin;

import org.jspecify.annotations.NullMarked;
