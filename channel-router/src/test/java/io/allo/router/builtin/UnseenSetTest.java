// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Utterances whose author did not know the model, on the demo's menu: intent, all slots and the whole order afterwards right.
 * The figures before anything was learnt from a set stand in docs/models.md; the bars here keep what was learnt. Nothing was
 * learnt from {@code d}: it is held out.
 */
class UnseenSetTest {
    private static final Logger LOG = Logger.getLogger(UnseenSetTest.class);

    private final BuiltInChatModel model = new BuiltInChatModel();

    @ParameterizedTest
    @CsvSource({
        "a, fr, 0.95",
        "a, en, 0.95",
        "b, fr, 0.95",
        "b, en, 0.94",
        "c, fr, 0.90",
        "c, en, 0.85",
        "d, fr, 0.90",
        "d, en, 0.90"
    })
    void understandsCallersWhomNobodyTunedFor(String set, String language, double share) throws IOException {
        DemoRestaurant restaurant = DemoRestaurant.read();
        UnseenGrader grader = new UnseenGrader(restaurant);
        List<UnseenCase> cases =
                UnseenCase.read(Path.of("src/test/resources/utterances/unseen_" + set + ".jsonl")).stream()
                        .filter(wanted -> wanted.language().equals(language))
                        .toList();
        List<String> wrong = new ArrayList<>();
        for (UnseenCase wanted : cases) {
            UnseenReplay.Outcome seen =
                    new UnseenReplay(model, restaurant.session(), language.equals("fr")).play(wanted);
            List<String> faults = grader.faults(wanted, seen);
            if (!faults.isEmpty()) {
                wrong.add(wanted.id() + " " + wanted.say() + "\n    wanted " + wanted.intents() + " " + wanted.slots()
                        + "\n    wrong  " + faults + " says " + seen.said());
            }
        }
        double right = 1 - (double) wrong.size() / cases.size();
        LOG.infof("unseen %s %s: %d of %d right", set, language, cases.size() - wrong.size(), cases.size());
        wrong.forEach(LOG::info);
        assertThat(right).as("share understood\n" + String.join("\n", wrong)).isGreaterThanOrEqualTo(share);
    }
}
