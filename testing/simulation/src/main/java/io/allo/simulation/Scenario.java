// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One scripted call.
 *
 * @param folder what its audio files are relative to
 * @param caller number of the caller, user part of From
 * @param call number or name that is called, user part of the Request-URI
 * @param language of what the caller says, for espeak-ng
 */
record Scenario(String name, Path folder, String caller, String call, String language, boolean alaw, List<Step> steps) {
    Scenario {
        steps = List.copyOf(steps);
    }

    /** @param number called instead, null for the one that it says */
    Scenario calling(@Nullable String number) {
        return number == null ? this : new Scenario(name, folder, caller, number, language, alaw, steps);
    }
}
