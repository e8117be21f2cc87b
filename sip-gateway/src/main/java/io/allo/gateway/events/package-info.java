// SPDX-License-Identifier: Apache-2.0
/** Facts about calls and trunks for Kafka. No call waits for the broker: what it does not take now waits in a spool on disk. */
@NullMarked
package io.allo.gateway.events;

import org.jspecify.annotations.NullMarked;
