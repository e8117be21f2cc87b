// SPDX-License-Identifier: Apache-2.0
/**
 * Speech services of others behind the ports of {@code speech}: who is spoken to is recognised by one, what the agent writes is
 * spoken by another, each as configured. Without a key this package only hands on the local default.
 */
@NullMarked
package io.allo.router.pipeline;

import org.jspecify.annotations.NullMarked;
