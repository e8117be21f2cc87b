// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import java.nio.file.Path;
import java.util.List;

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
}
