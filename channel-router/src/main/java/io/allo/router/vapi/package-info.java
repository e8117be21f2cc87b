// SPDX-License-Identifier: Apache-2.0
/**
 * Calls that Vapi holds: its server messages are answered by the engine. Classic answers by default (each of the caller's
 * sentences gets one of ours); where a number is set to {@code server}, Vapi's own model speaks with our session and our tools.
 */
@NullMarked
package io.allo.router.vapi;

import org.jspecify.annotations.NullMarked;
