// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in an item, in milliseconds of its audio, sentences sound that no voice interrupts. Of a synthesised sentence that is known;
 * in the words of a model that speaks itself it is estimated by their letters, with a margin. One call, one mailbox.
 */
final class KeptSpans {
    /** A sentence, as the speaker cuts them. */
    private static final Pattern SENTENCE = Pattern.compile(".+?(?:[.!?…;:](?=\\s|$)|\\n|$)", Pattern.DOTALL);

    private static final double SLOWEST_MS_PER_LETTER = 60;
    /** Words and audio of a model do not come in step. */
    private static final int MARGIN_MS = 300;

    private final KeptSentences sentences;
    private final List<Span> spans = new ArrayList<>();
    private List<Span> live = List.of();

    private record Span(int fromMs, int toMs) {}

    KeptSpans(KeptSentences sentences) {
        this.sentences = sentences;
    }

    /** This sentence is synthesised and sounds from here on, until {@link #ended}. */
    void begins(String sentence, int fromMs) {
        if (sentences.contain(sentence)) {
            spans.add(new Span(fromMs, Integer.MAX_VALUE));
        }
    }

    /** The sentence that began last is this long. */
    void ended(int toMs) {
        if (!spans.isEmpty() && spans.getLast().toMs == Integer.MAX_VALUE) {
            spans.add(new Span(spans.removeLast().fromMs, toMs));
        }
    }

    /**
     * What a model that speaks itself has said so far.
     *
     * @param complete neither words nor audio follow: until then the words are ahead of the audio
     */
    void live(CharSequence words, int fromMs, int ms, boolean complete) {
        if (sentences.none() || words.isEmpty()) {
            return;
        }
        double measured = ms / (double) words.length();
        double perLetter = complete ? measured : Math.max(measured, SLOWEST_MS_PER_LETTER);
        List<Span> found = new ArrayList<>();
        Matcher each = SENTENCE.matcher(words);
        while (each.find()) {
            if (sentences.contain(each.group())) {
                boolean last = each.end() == words.length();
                int to = last && !complete ? Integer.MAX_VALUE : fromMs + (int) (each.end() * perLetter) + MARGIN_MS;
                found.add(new Span(fromMs + (int) (each.start() * perLetter) - MARGIN_MS, to));
            }
        }
        live = found;
    }

    /** How long the sentence that sounds at this place of the item is still to be heard, in milliseconds; 0: none sounds. */
    int leftMs(long playedMs) {
        return Math.max(left(spans, playedMs), left(live, playedMs));
    }

    private static int left(List<Span> among, long playedMs) {
        return among.stream()
                .filter(span -> span.fromMs <= playedMs && playedMs < span.toMs)
                .mapToInt(span -> (int) Math.min(Integer.MAX_VALUE, span.toMs - playedMs))
                .max()
                .orElse(0);
    }
}
