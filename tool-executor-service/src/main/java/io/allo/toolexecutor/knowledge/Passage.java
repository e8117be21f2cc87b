// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import io.allo.contracts.text.PlainText;
import io.allo.toolexecutor.document.Section;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What one answer needs: a heading and a few sentences. */
record Passage(String heading, String body) {
    /** About what is said in half a minute; a model reads three of them. */
    private static final int LONGEST = 700;

    private static final int LONGEST_HEADING = 300;
    private static final Pattern SPACE = Pattern.compile("[\\h\\x00]+");

    /** Cuts at the ends of paragraphs, then of sentences, at last between words. */
    static List<Passage> of(List<Section> sections) {
        List<Passage> passages = new ArrayList<>();
        for (Section section : sections) {
            String heading = shortened(clean(section.heading()));
            var body = new StringBuilder();
            for (String piece : pieces(clean(section.text()))) {
                if (!body.isEmpty() && body.length() + piece.length() > LONGEST) {
                    passages.add(new Passage(heading, body.toString().strip()));
                    body.setLength(0);
                }
                body.append(piece);
            }
            if (!body.toString().isBlank()) {
                passages.add(new Passage(heading, body.toString().strip()));
            }
        }
        return passages;
    }

    /** In small letters without accents: how misspelt words are compared. */
    static String plain(String text) {
        return PlainText.of(text);
    }

    String plain() {
        return plain(heading + ' ' + body);
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        text.lines().filter(line -> !line.isBlank()).forEach(line -> {
            if (line.length() <= LONGEST) {
                pieces.add(line.strip() + '\n');
            } else {
                cut(line, BreakIterator.getSentenceInstance(Locale.FRENCH), pieces);
            }
        });
        return pieces;
    }

    private static void cut(String line, BreakIterator ends, List<String> pieces) {
        ends.setText(line);
        int from = ends.first();
        for (int to = ends.next(); to != BreakIterator.DONE; from = to, to = ends.next()) {
            for (int at = from; at < to; ) {
                int end = Math.min(to, at + LONGEST);
                int space = line.lastIndexOf(' ', end);
                end = end < to && space > at ? space + 1 : end;
                pieces.add(line.substring(at, end));
                at = end;
            }
        }
    }

    private static String clean(String text) {
        return SPACE.matcher(text).replaceAll(" ");
    }

    private static String shortened(String heading) {
        return heading.length() <= LONGEST_HEADING ? heading : heading.substring(0, LONGEST_HEADING);
    }
}
