// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import java.util.Map;

/** A person takes over, where one can. */
record HandOver(Situation here) {

    /** @param why words that are said of it; empty when the hand-over says enough */
    Step because(Visit visit, String why) {
        Visit over = visit.at(Stage.TRANSFERRED);
        if (!here.tools().contains(Desk.TRANSFER)) {
            return Step.say(over, joined(why, here.say("nobody")));
        }
        // On the telephone nothing is said after the call; elsewhere it is known only then whether somebody takes over.
        String words = here.voice() ? joined(why, here.say("transfer")) : why;
        return Step.call(over, words, Desk.TRANSFER, Map.of("reason", reason(visit)));
    }

    /** Whoever is abusive is handed over without a word. */
    Step silently(Visit visit) {
        Visit over = visit.at(Stage.TRANSFERRED).again();
        return here.tools().contains(Desk.TRANSFER)
                ? Step.call(over, "", Desk.TRANSFER, Map.of("reason", reason(visit)))
                : Step.say(over, "");
    }

    private static String joined(String first, String second) {
        return first.isEmpty() ? second : first + " " + second;
    }

    private static String reason(Visit visit) {
        return visit.motif().isEmpty() ? "reception" : visit.motif();
    }
}
