// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

/** What is left of a sentence when its voice fails in the middle. Counts what was spoken; one sentence, one thread. */
final class RestOfSentence {
    /** Unhurried speech: 15 characters a second. */
    private static final int MS_PER_CHARACTER = 65;

    private static final int BYTES_PER_MS = 8;

    private final String sentence;
    private int bytes;
    private int characters;

    RestOfSentence(String sentence) {
        this.sentence = sentence;
    }

    void spoken(SpeechService.Part part) {
        bytes += part.g711().length;
        characters = Math.max(characters, part.characters());
    }

    /** The words that were not spoken to their end; empty when all were. */
    String words() {
        int spoken = characters > 0 ? characters : bytes / BYTES_PER_MS / MS_PER_CHARACTER;
        if (spoken >= sentence.length()) {
            return "";
        }
        boolean wholeWord = Character.isWhitespace(sentence.charAt(spoken));
        int from = wholeWord ? spoken : sentence.lastIndexOf(' ', spoken) + 1;
        String rest = sentence.substring(from).strip();
        return rest.chars().anyMatch(Character::isLetterOrDigit) ? rest : "";
    }
}
