// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import static io.allo.router.reception.Visit.Fact.KEYS;
import static io.allo.router.reception.Visit.Fact.NAME;
import static io.allo.router.reception.Visit.Fact.PASSED;
import static io.allo.router.reception.Visit.Fact.PREFERENCE;

import io.allo.router.reception.Visit.Said;
import java.util.Locale;
import java.util.Optional;

/**
 * What leaves a course that is under way: "pardon ?", "laissez tomber", "je voudrais en fait déplacer mon rendez-vous", and answers that
 * correct an earlier one: "non, plutôt mardi", "pardon, mon nom est Durand".
 */
record Detour(Situation here, Changes changes) {
    private static final String MORE_KEY = Integer.toString(FreeTimes.OFFERED + 1);

    /** Empty when the message answers the question that is open. */
    Optional<Step> of(Visit visit, String text) {
        if (visit.stage().idle()) {
            return Optional.empty();
        }
        String plain = Phrases.plain(text).replace('.', ' ').strip();
        if (here.phrases().words("repeat").contains(plain)) {
            return lastWords(visit).map(words -> Step.say(visit, words));
        }
        if (here.phrases().words("abandon").contains(plain)) {
            return Optional.of(Step.say(visit.fresh(), here.say("abandoned")));
        }
        if (visit.stage().books()) {
            Intent intent = Intent.midway(text, here.phrases());
            return intent.changes() ? Optional.of(changes.begin(visit, intent, text)) : corrected(visit, text);
        }
        return Optional.empty();
    }

    static Optional<String> lastWords(Visit visit) {
        return visit.history().reversed().stream()
                .filter(Said::desk)
                .map(Said::text)
                .findFirst();
    }

    private Optional<Step> corrected(Visit visit, String text) {
        if (visit.stage() == Stage.QUALIF_MOTIF || visit.stage() == Stage.QUALIF_PREF) {
            String small = text.toLowerCase(Locale.ROOT).replace('’', '\'');
            for (String before : here.phrases().words("mynameis")) {
                int at = small.indexOf(before + " ");
                String name = at < 0 ? "" : Names.of(text.substring(at + before.length()), here.phrases());
                if (!name.isEmpty()) {
                    String asks = visit.stage() == Stage.QUALIF_MOTIF ? "ask.motif" : "ask.preference";
                    return Optional.of(Step.say(visit.with(NAME, name), here.say(asks, "name", name)));
                }
            }
        }
        boolean otherTime = visit.stage() == Stage.QUALIF_CONTACT
                && here.has("actually", text)
                && !here.wish(text).isEmpty();
        return otherTime
                ? Optional.of(Step.say(visit.with(PREFERENCE, text), here.say("noted.time"), here.say("ask.contact")))
                : Optional.empty();
    }

    /** Of free times that were offered none is wanted: those of another day, or the next ones. */
    static Optional<Visit> otherTimes(Visit visit, String text, Situation here) {
        Wish wish = here.wish(text);
        boolean instead = wish.namesDay() || !wish.isEmpty() && here.has("actually", text);
        if (instead) {
            return Optional.of(visit.with(PREFERENCE, text).with(PASSED, ""));
        }
        boolean moreByKey = !visit.fact(KEYS).isEmpty() && text.strip().equals(MORE_KEY);
        if (!moreByKey && !here.has("more", text)) {
            return Optional.empty();
        }
        int passed = visit.fact(PASSED).isEmpty() ? 0 : Integer.parseInt(visit.fact(PASSED));
        return Optional.of(
                visit.with(PASSED, Integer.toString(passed + visit.offers().size())));
    }
}
