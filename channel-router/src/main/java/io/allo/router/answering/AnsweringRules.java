// SPDX-License-Identifier: Apache-2.0
package io.allo.router.answering;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the answer to a placed call is judged, from configuration ({@code allo.answering}).
 *
 * @param silence after so much of it whoever is there is spoken to
 * @param greeting who speaks so long without a pause is a machine
 * @param pause ends a person's greeting
 * @param patience so long a machine's greeting may last
 * @param machine what happens then, unless the call says otherwise
 * @param message left after the beep, null when there is none
 */
public record AnsweringRules(
        Duration silence,
        Duration greeting,
        Duration pause,
        Duration patience,
        MachinePolicy machine,
        @Nullable String message) {}
