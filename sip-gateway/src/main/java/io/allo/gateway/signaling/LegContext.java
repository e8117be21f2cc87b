// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import io.allo.gateway.call.CallTimers;
import io.allo.gateway.config.SipConfig.ReliableProvisional;
import java.time.Duration;

/** What every leg uses. */
record LegContext(
        SipOutbox outbox,
        SipMessages messages,
        LegRegistry legs,
        CallTimers timers,
        Duration t1,
        SessionTimerPolicy timerPolicy,
        ReliableProvisional reliable) {}
