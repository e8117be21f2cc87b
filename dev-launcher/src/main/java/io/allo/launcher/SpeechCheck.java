// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher;

import io.allo.launcher.stack.ProgramPath;

/** Without espeak-ng the offline agent has no voice: calls work, with tones and keys. */
final class SpeechCheck {
    private SpeechCheck() {}

    static void hint(Console console) {
        if (ProgramPath.find("espeak-ng").isEmpty()) {
            console.note("espeak-ng is missing, so the phone agent has tones instead of a voice; install it by:");
            console.note("  sudo apt-get install espeak-ng");
        }
    }
}
