// SPDX-License-Identifier: Apache-2.0
/** Voice activity: does the caller speak in this frame? Ours, or Silero where the operator gives its model. Used to find the end of a turn. */
@NullMarked
package io.allo.router.vad;

import org.jspecify.annotations.NullMarked;
