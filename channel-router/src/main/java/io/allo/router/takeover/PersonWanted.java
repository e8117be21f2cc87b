// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import io.allo.contracts.session.TakeoverSettings;
import io.allo.contracts.text.PlainText;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What somebody's words say about wanting a person. A phrase counts anywhere in a message, a single word only where the message is
 * hardly more than it ("travel agent?" asks for none); nothing counts behind a negation. Pure functions.
 */
final class PersonWanted {
    private static final int MOST_WORDS_AROUND = 3;
    private static final int LONGEST_LOOKED_AT = 2_000;
    private static final int NEGATED_WITHIN = 5;
    private static final Set<String> NEGATIONS =
            Set.of("pas", "jamais", "sans", "not", "don", "dont", "no", "never", "without");

    /** The usual words. */
    static final List<String> FRENCH = List.of(
            "un humain",
            "un être humain",
            "parler à quelqu'un",
            "parler avec quelqu'un",
            "une vraie personne",
            "une personne réelle",
            "un conseiller",
            "une conseillère",
            "un opérateur",
            "un agent humain",
            "un responsable",
            "humain",
            "conseiller",
            "conseillère");

    static final List<String> ENGLISH = List.of(
            "a human",
            "human being",
            "speak to someone",
            "talk to someone",
            "speak with someone",
            "talk with someone",
            "speak to somebody",
            "talk to somebody",
            "a real person",
            "speak to a person",
            "talk to a person",
            "live agent",
            "human agent",
            "speak to an agent",
            "talk to an agent",
            "a representative",
            "human",
            "agent",
            "operator",
            "representative");

    private static final List<String> ABUSE = List.of(
            "connard",
            "connasse",
            "encule",
            "fils de pute",
            "salope",
            "ta gueule",
            "va te faire foutre",
            "allez vous faire foutre",
            "nique ta mere",
            "gros con",
            "fuck you",
            "fuck off",
            "asshole",
            "motherfucker",
            "piece of shit",
            "you bitch",
            "son of a bitch");

    private PersonWanted() {}

    /** Does this ask for a person? */
    static boolean forAPerson(String text, TakeoverSettings settings) {
        List<String> keywords = settings.keywords();
        if (keywords == null) {
            return names(text, FRENCH) || names(text, ENGLISH);
        }
        return names(text, keywords);
    }

    /** Is this abuse? */
    static boolean isAbuse(String text) {
        String words = " " + plain(text) + " ";
        return ABUSE.stream().anyMatch(insult -> words.contains(" " + insult + " "));
    }

    private static boolean names(String text, List<String> keywords) {
        String looked = text.length() > LONGEST_LOOKED_AT ? text.substring(0, LONGEST_LOOKED_AT) : text;
        return Arrays.stream(looked.split("[\\n.!?;]"))
                .map(PersonWanted::plain)
                .filter(sentence -> !sentence.isEmpty())
                .anyMatch(sentence -> keywords.stream().anyMatch(keyword -> names(sentence, plain(keyword))));
    }

    private static boolean names(String sentence, String keyword) {
        int at = (" " + sentence + " ").indexOf(" " + keyword + " ");
        if (keyword.isEmpty() || at < 0) {
            return false;
        }
        boolean phrase = keyword.indexOf(' ') > 0;
        return (phrase || sentence.split(" ").length <= MOST_WORDS_AROUND) && !negated(sentence.substring(0, at));
    }

    private static boolean negated(String before) {
        String[] words = before.strip().split(" ");
        return Arrays.stream(words)
                .skip(Math.max(0, words.length - NEGATED_WITHIN))
                .anyMatch(NEGATIONS::contains);
    }

    /** Lower case, without accents and signs. */
    static String plain(String text) {
        return PlainText.words(text);
    }
}
