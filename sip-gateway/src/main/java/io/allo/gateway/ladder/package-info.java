// SPDX-License-Identifier: Apache-2.0
/** What was said on the wire about each call, kept for a while: from {@code signaling} by {@code call}'s journal to {@code api}. */
@NullMarked
package io.allo.gateway.ladder;

import org.jspecify.annotations.NullMarked;
