// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

/** What every call of this gateway uses. */
public record CallPorts(
        GatewayIdentity identity,
        MediaLegFactory media,
        WorkerDirectory directory,
        WorkerStreams streams,
        CallEventSink events,
        CallTelemetry telemetry,
        StoredSounds sounds,
        CallTimers timers,
        CallLimits limits,
        Dialer dialer,
        ReferPolicy refers) {

    /** A gateway that dials nobody. */
    public CallPorts(
            GatewayIdentity identity,
            MediaLegFactory media,
            WorkerDirectory directory,
            WorkerStreams streams,
            CallEventSink events,
            CallTelemetry telemetry,
            StoredSounds sounds,
            CallTimers timers,
            CallLimits limits) {
        this(
                identity,
                media,
                directory,
                streams,
                events,
                telemetry,
                sounds,
                timers,
                limits,
                Dialer.NONE,
                ReferPolicy.NONE);
    }
}
