// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.console.advice.Tongue;

/** What a technician hears first. */
final class Greeting {
    private Greeting() {}

    /** @param whole who calls, too: with Twilio the call's TwiML has said it */
    static String of(Tongue tongue, boolean whole) {
        if (tongue == Tongue.FR) {
            String who = whole ? "Bonjour, ici le support technique. Vous êtes mis en relation. " : "";
            return who + "Cet appel est transcrit pour vous aider.";
        }
        String who = whole ? "Hello, this is technical support. You are being connected. " : "";
        return who + "This call is transcribed to help you.";
    }
}
