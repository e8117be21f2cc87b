// SPDX-License-Identifier: Apache-2.0
/** G.711, resampling and frames: pure functions over PCM 16-bit mono, no threads, no sockets, no framework. */
@NullMarked
package io.allo.audio;

import org.jspecify.annotations.NullMarked;
