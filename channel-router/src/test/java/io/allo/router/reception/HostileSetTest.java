// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contradictions, corrections, two wishes in one sentence, silence: a set of dialogues in French and English. */
class HostileSetTest {
    private static final Logger LOG = Logger.getLogger(HostileSetTest.class);
    private static final double BAR = 0.95;

    @Test
    @DisplayName("At least 95 of 100 dialogues lead where they should, and none changes what nobody agreed to")
    void understandsWhatPeopleSay() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String> harm = new ArrayList<>();
        int all = 0;
        for (String line : Files.readAllLines(Path.of("src/test/resources/utterances/reception.txt"))) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            all++;
            String[] halves = line.split(" => ");
            String where = halves[0].substring(0, halves[0].indexOf(':'));
            List<String> turns = List.of(halves[0].substring(where.length() + 2).split(" / "));
            String[] wanted = Arrays.stream((halves[1] + " ").split("\\|"))
                    .map(String::strip)
                    .toArray(String[]::new);
            List<String> changes = wanted[2].isEmpty() ? List.of() : List.of(wanted[2].split(", "));

            Visitor person = at(where);
            String answer = "";
            for (String turn : turns) {
                answer = person.say(turn.equals("\"\"") ? "" : turn);
            }
            if (!person.stage().equals(wanted[0])
                    || !answer.contains(wanted[1])
                    || !person.changes().equals(changes)) {
                wrong.add(line + "\n    got " + person.stage() + " | " + answer + " | " + person.changes());
            }
            if (!changes.containsAll(person.changes())) {
                harm.add(line + "\n    did " + person.changes());
            }
        }
        double right = 1 - (double) wrong.size() / all;
        LOG.infof("reception: %d of %d right", all - wrong.size(), all);
        assertThat(harm).isEmpty();
        assertThat(right).as(String.join("\n", wrong)).isGreaterThanOrEqualTo(BAR);
    }

    private static Visitor at(String where) {
        Visitor person = Visitor.byWhatsApp();
        switch (where) {
            case "two" -> person.withThursdayAndSaturday();
            case "none" -> person.withNone();
            default -> person.withThursday();
        }
        List<String> course = List.of("rendez-vous", "Jeanne", "une coupe", "n'importe quand", "06 12 34 56 78");
        List<String> before = switch (where) {
            case "name" -> course.subList(0, 1);
            case "motif" -> course.subList(0, 2);
            case "pref" -> course.subList(0, 3);
            case "contact" -> course.subList(0, 4);
            case "slots" -> course;
            case "cancel" -> List.of("annuler mon rendez-vous");
            case "move" -> List.of("déplacer mon rendez-vous à vendredi");
            default -> List.of();
        };
        before.forEach(person::say);
        return person;
    }
}
