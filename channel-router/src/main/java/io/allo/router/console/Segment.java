// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.console.advice.SpeakerRole;
import java.time.Instant;

/** Something that was said or typed, as it is kept. */
public record Segment(
        long id, String speaker, SpeakerRole role, String name, String text, String language, Instant at) {

    /**
     * Before it is kept.
     *
     * @param speaker id of who says it
     * @param name for people
     * @param startTime seconds since the call began
     * @param spoken by voice; else typed
     */
    public record Said(
            String speaker,
            SpeakerRole role,
            String name,
            String text,
            String language,
            double confidence,
            double startTime,
            double endTime,
            boolean spoken) {}
}
