// SPDX-License-Identifier: Apache-2.0
/** Facts that must leave: written in the transaction of the change, published afterwards to Kafka, never awaited by a caller. */
@NullMarked
package io.allo.toolexecutor.outbox;

import org.jspecify.annotations.NullMarked;
