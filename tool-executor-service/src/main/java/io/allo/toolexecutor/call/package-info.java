// SPDX-License-Identifier: Apache-2.0
/**
 * The business's record of each conversation: who called, what came of it, what it cost. Written by the facts of channel-router and
 * sip-gateway (Kafka) and by any voice server over HTTP; read by the staff.
 */
@NullMarked
package io.allo.toolexecutor.call;

import org.jspecify.annotations.NullMarked;
