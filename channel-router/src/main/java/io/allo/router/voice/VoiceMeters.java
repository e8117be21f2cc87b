// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The meters of all calls, looked up once: frames come fifty times a second and call. */
@Singleton
class VoiceMeters {
    /** {@code allo_first_voice_seconds}: answer to first frame. */
    final Timer firstVoice;
    /** {@code allo_barge_in_seconds}: key to {@code clear}, voice to {@code pause}. */
    final Timer bargeIn;
    /** {@code allo_barge_in_decided_total{outcome="interrupted"}}. */
    final Counter interruptions;
    /** {@code allo_barge_in_decided_total{outcome="resumed"}}. */
    final Counter resumptions;
    /** {@code allo_answer_ahead_total{outcome="started|used|discarded"}}. */
    final Map<VoiceTelemetry.Ahead, Counter> ahead = new EnumMap<>(VoiceTelemetry.Ahead.class);
    /** {@code allo_voice_frames_received_total}. */
    final Counter received;
    /** {@code allo_voice_frames_refused_total}: a flood. */
    final Counter refused;
    /** {@code allo_playout_dropped_frames_total}. */
    final Counter dropped;

    VoiceMeters(MeterRegistry meters) {
        firstVoice = meters.timer("allo.first.voice");
        bargeIn = meters.timer("allo.barge.in");
        interruptions = meters.counter("allo.barge.in.decided", "outcome", "interrupted");
        resumptions = meters.counter("allo.barge.in.decided", "outcome", "resumed");
        for (VoiceTelemetry.Ahead step : VoiceTelemetry.Ahead.values()) {
            ahead.put(
                    step,
                    meters.counter("allo.answer.ahead", "outcome", step.name().toLowerCase(Locale.ROOT)));
        }
        received = meters.counter("allo.voice.frames.received");
        refused = meters.counter("allo.voice.frames.refused");
        dropped = meters.counter("allo.playout.dropped.frames");
    }
}
