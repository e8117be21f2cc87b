// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import io.allo.router.builtin.menu.Catalogue;
import io.allo.router.builtin.menu.Wishes;
import io.allo.router.builtin.reading.Part.Amount;
import io.allo.router.builtin.reading.Part.Verb;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link OrderReader} has gathered since the last cut. Mutable, lives for one sentence. */
final class Chunk {
    /** What the words are that come now. */
    enum Wishing {
        NONE,
        WITH,
        WITHOUT
    }

    final Verb verb;
    /** The verb that is in force again after this chunk; null = the same. */
    @Nullable
    Verb after;

    Amount amount = Amount.NONE;
    boolean definite;
    boolean more;
    /** "Des nuggets": so many as there are. */
    boolean some;

    boolean ofWhich;
    boolean times;
    boolean refused;
    /** "Not two": what is no longer meant. */
    boolean contrast;
    /** "Only the pizza": stays as it is. */
    boolean keeps;
    /** "Three of those" */
    boolean those;
    /** Ordinal, 0 for the last, -1 for none. */
    int place = -1;

    Wishing wishing = Wishing.NONE;
    final List<String> head = new ArrayList<>();
    final List<String> headRaw = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    private final List<StringBuilder> with = new ArrayList<>();
    private final List<StringBuilder> without = new ArrayList<>();
    private @Nullable List<Catalogue.Item> items;
    private String itemWords = "";

    Chunk(Verb verb) {
        this.verb = verb;
    }

    void dish(List<Catalogue.Item> found, String words) {
        items = found;
        itemWords = words;
        wishing = Wishing.NONE;
    }

    /** "Pas de regina" */
    void refuse() {
        refused = true;
        without.clear();
        head.clear();
        headRaw.clear();
    }

    boolean hasDish() {
        return items != null;
    }

    List<Catalogue.Item> items() {
        return items == null ? List.of() : items;
    }

    String itemWords() {
        return itemWords;
    }

    boolean hasHead() {
        return items != null || !head.isEmpty();
    }

    boolean isBare() {
        return !hasHead() && wishing == Wishing.NONE && !amount.said();
    }

    boolean isEmpty() {
        return !hasHead()
                && !amount.said()
                && !more
                && place < 0
                && notes.isEmpty()
                && with.isEmpty()
                && without.isEmpty()
                && !definite;
    }

    void begin(Wishing kind) {
        wishing = kind;
        (kind == Wishing.WITH ? with : without).add(new StringBuilder());
    }

    /** A wish has begun and nothing was said of it yet: "avec un …". */
    boolean wishIsOpen() {
        List<StringBuilder> wishes = wishing == Wishing.WITH ? with : without;
        return !wishes.isEmpty() && wishes.getLast().isEmpty();
    }

    void wish(String words) {
        StringBuilder wish = (wishing == Wishing.WITH ? with : without).getLast();
        wish.append(wish.isEmpty() ? "" : " ").append(words);
    }

    Wishes wishes() {
        return new Wishes(texts(with), texts(without), List.copyOf(notes));
    }

    private static List<String> texts(List<StringBuilder> wishes) {
        return wishes.stream()
                .map(StringBuilder::toString)
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
