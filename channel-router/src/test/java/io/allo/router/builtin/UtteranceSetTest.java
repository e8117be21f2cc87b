// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How much of what callers say is understood: intent and all slots right, over the whole model, in at least 95 of 100
 * utterances of the set that it was tuned on. The held-out set was written afterwards; read blind it gave 82.5 % in both
 * languages (docs/models.md), its bar guards against losing what it taught.
 */
class UtteranceSetTest {
    private static final Logger LOG = Logger.getLogger(UtteranceSetTest.class);

    private final BuiltInChatModel model = new BuiltInChatModel();

    @ParameterizedTest
    @CsvSource({"fr, fr, 0.95", "en, en, 0.95", "heldout_fr, fr, 0.90", "heldout_en, en, 0.90"})
    void understandsWhatCallersSay(String file, String language, double share) throws IOException {
        UtteranceRestaurant restaurant = UtteranceRestaurant.of(language);
        List<Utterance> set = Utterance.read(Path.of("src/test/resources/utterances/" + file + ".txt"));
        List<String> wrong = new ArrayList<>();
        for (Utterance utterance : set) {
            Observed observed = UtterancePlayer.play(model, restaurant, utterance);
            if (!isRight(utterance, observed)) {
                wrong.add(String.join(" / ", utterance.turns()) + "\n    wanted " + utterance.intent() + " "
                        + utterance.slots() + "\n    got    " + observed.intent() + " " + observed.slots() + " asks "
                        + observed.asks() + " says " + observed.said());
            }
        }
        double right = 1 - (double) wrong.size() / set.size();
        LOG.infof("utterances %s: %d of %d right, %.1f %%", file, set.size() - wrong.size(), set.size(), right * 100);
        wrong.forEach(LOG::info);
        assertThat(right).as("share understood\n" + String.join("\n", wrong)).isGreaterThanOrEqualTo(share);
    }

    private static boolean isRight(Utterance wanted, Observed observed) {
        Map<String, String> slots = new LinkedHashMap<>(wanted.slots());
        String says = slots.remove("says");
        String asks = slots.remove("asks");
        boolean aboutSlots = List.of("order", "reservation", "checkout").contains(wanted.intent()) || !slots.isEmpty();
        // The order's other slots are given in earlier turns of a checkout.
        boolean slotsRight = wanted.intent().equals("checkout")
                ? observed.slots().entrySet().containsAll(slots.entrySet())
                : !aboutSlots || observed.slots().equals(slots);
        return observed.intent().equals(wanted.intent())
                && slotsRight
                && (says == null || observed.said().contains(says))
                && (asks == null || observed.asks().equals(asks));
    }
}
