// SPDX-License-Identifier: Apache-2.0
/** Kafka: {@code conversation-events} out by the outbox, {@code call-events} in. The only package that knows messaging. */
@NullMarked
package io.allo.router.events;

import org.jspecify.annotations.NullMarked;
