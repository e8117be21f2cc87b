// SPDX-License-Identifier: Apache-2.0
/** Who may come in: service key, account key, and the error envelopes that each path promises. */
@NullMarked
package io.allo.toolexecutor.door;

import org.jspecify.annotations.NullMarked;
