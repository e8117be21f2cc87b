// SPDX-License-Identifier: Apache-2.0
/** A business action happens exactly once: its key is stored in the transaction of the change, with the answer. */
@NullMarked
package io.allo.toolexecutor.idempotency;

import org.jspecify.annotations.NullMarked;
