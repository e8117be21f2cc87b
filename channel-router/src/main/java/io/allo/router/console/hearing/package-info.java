// SPDX-License-Identifier: Apache-2.0
/** How the console understands a telephone call: each side by itself, as a stream or in segments of some seconds. */
@NullMarked
package io.allo.router.console.hearing;

import org.jspecify.annotations.NullMarked;
