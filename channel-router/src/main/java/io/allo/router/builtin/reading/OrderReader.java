// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import io.allo.router.builtin.intent.Mark;
import io.allo.router.builtin.intent.NumberWords;
import io.allo.router.builtin.intent.Vocabulary;
import io.allo.router.builtin.menu.Catalogue;
import io.allo.router.builtin.reading.Part.Amount;
import io.allo.router.builtin.reading.Part.Verb;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads a sentence about an order: small words ({@link Mark}), numbers and pauses cut it into {@link Chunk}s, and each chunk
 * becomes a {@link Part}. Nothing that may be an item is dropped: what the menu does not know is {@link Part.Unknown}.
 */
public final class OrderReader {
    private static final Set<String> NUMBER_SIGNS = Set.of("numero", "number", "no", "num", "nr");
    private static final Set<String> ARTICLES = Set.of("un", "une", "a", "an");
    private static final Set<String> DEFINITE =
            Set.of("le", "la", "les", "l", "the", "ma", "mon", "my", "that", "cette", "ce");
    private static final Set<String> ALL = Set.of("les", "tous", "toutes", "all");
    private static final Set<String> NO_THANKS = Set.of("non", "no");
    private static final Set<String> SOME = Set.of("des", "du", "some");
    private static final Set<String> PRONOUNS = Set.of("one", "ones");

    private static final Set<String> SPLIT = Set.of("take", "knock", "strike", "leave", "cut", "cross");
    private static final Set<String> OFF = Set.of("off", "out");
    private static final int OFF_WITHIN = 6;

    private final Tokens tokens;
    private final Vocabulary vocabulary;
    private final Map<Integer, DishSpotter.Span> dishes;
    private final PartMaker parts;

    private Chunk chunk = new Chunk(Verb.NONE);
    private boolean numberSign;
    private int at;

    private OrderReader(Tokens tokens, Catalogue catalogue, Vocabulary vocabulary) {
        this.tokens = tokens;
        this.vocabulary = vocabulary;
        this.dishes = DishSpotter.spot(tokens, catalogue);
        this.parts = new PartMaker(catalogue, vocabulary);
    }

    /** The parts of a sentence, in order; empty when it says nothing of an order. */
    public static List<Part> read(String text, Catalogue catalogue, Vocabulary vocabulary) {
        return new OrderReader(Tokens.of(text), catalogue, vocabulary).all();
    }

    private List<Part> all() {
        while (at < tokens.size()) {
            if (tokens.breaks().get(at)) {
                close();
            }
            at += step();
        }
        return finished();
    }

    /** Takes what stands at {@link #at} and says how many words that was. */
    private int step() {
        DishSpotter.Span dish = dishes.get(at);
        if (dish != null) {
            dish(dish);
            return dish.length();
        }
        String word = tokens.words().get(at);
        if (word.startsWith("#")) {
            byNumber(NumberWords.at(List.of(word.substring(1)), 0)
                    .map(NumberWords.Number::value)
                    .orElse(0));
            return 1;
        }
        if (NUMBER_SIGNS.contains(word)
                && at + 1 < tokens.size()
                && numberAt(at + 1).isPresent()) {
            numberSign = true;
            return 1;
        }
        Optional<Vocabulary.Hit> mark = markHere();
        if (mark.isPresent()) {
            mark(mark.get());
            return mark.get().length();
        }
        Optional<NumberWords.Number> number = numberAt(at);
        if (number.isPresent() && !isPronoun(word)) {
            number(number.get().value(), number.get().length() == 1 && ARTICLES.contains(word));
            return number.get().length();
        }
        word(word);
        return 1;
    }

    private Optional<Vocabulary.Hit> markHere() {
        if (takesOff()) {
            return Optional.of(new Vocabulary.Hit(Mark.REMOVE, 1));
        }
        int end = tokens.endOfBreath(at);
        for (int i = at + 1; i < end; i++) {
            end = dishes.containsKey(i) ? i : end;
        }
        return vocabulary.markAt(tokens.words().subList(0, end), at);
    }

    /** "Take one beer off" */
    private boolean takesOff() {
        int end = Math.min(tokens.endOfBreath(at), at + OFF_WITHIN);
        int from = Math.min(at + 2, end); // "leave out the peppers" is said of the dish before
        return SPLIT.contains(tokens.words().get(at))
                && tokens.words().subList(from, end).stream().anyMatch(OFF::contains);
    }

    private Optional<NumberWords.Number> numberAt(int from) {
        int end = tokens.endOfBreath(from);
        for (int i = from + 1; i < end; i++) {
            end = dishes.containsKey(i) ? i : end;
        }
        String word = tokens.words().get(from);
        Optional<NumberWords.Number> number = NumberWords.at(tokens.words().subList(0, end), from);
        // "A" is an article in English, and "à" none in French.
        boolean article = number.isEmpty()
                && ARTICLES.contains(word)
                && !tokens.raw().get(from).equals("à");
        return article ? Optional.of(new NumberWords.Number(1, 1)) : number;
    }

    /** "The garlic one", "the second one". */
    private boolean isPronoun(String word) {
        return PRONOUNS.contains(word)
                && (chunk.definite || chunk.place >= 0)
                && !chunk.isEmpty()
                && chunk.verb != Verb.REPLACE;
    }

    private void dish(DishSpotter.Span span) {
        String said = String.join(" ", tokens.raw().subList(at, at + span.length()));
        if (numberSign) {
            numberSign = false;
        }
        if (chunk.wishing == Chunk.Wishing.WITHOUT && chunk.hasDish()) {
            chunk.wish(said);
            return;
        }
        boolean option = chunk.wishing == Chunk.Wishing.WITH && chunk.hasDish() && parts.isOption(chunk, said);
        if (option) {
            chunk.wish(said);
            return;
        }
        if (chunk.wishing == Chunk.Wishing.WITH && !chunk.hasHead() && chunk.amount.said() && parts.isCourse(said)) {
            chunk.wish(said); // "une avec limonade"
            return;
        }
        // "Pas de regina", but "sans champignons, la regina".
        boolean refused = chunk.wishing == Chunk.Wishing.WITHOUT && chunk.wishIsOpen();
        if (chunk.hasDish() || chunk.wishing == Chunk.Wishing.WITH) {
            close();
        }
        chunk.dish(span.items(), said);
        if (refused) {
            chunk.refuse();
        }
    }

    private void byNumber(int number) {
        if (chunk.hasDish()) {
            close();
        }
        numberSign = false;
        chunk.dish(parts.numbered(number), "#" + number);
    }

    private void number(int value, boolean said) {
        // "Is it there? Then one": no item number, which is said first or in digits.
        boolean article = said || at > 1 && tokens.words().get(at).equals("one") && isLast() && chunk.isBare();
        if (PeopleWords.before(tokens.words(), at)) {
            return;
        }
        boolean itsNumber = numberSign
                || chunk.times && chunk.amount.said() && chunk.definite
                || chunk.definite
                        && chunk.isBare()
                        && isLast()
                        && !article
                        && parts.hasItem(value)
                        && Character.isDigit(tokens.words().get(at).charAt(0));
        if (itsNumber) {
            byNumber(value);
            return;
        }
        if (at > 0
                && ALL.contains(tokens.words().get(at - 1))
                && (chunk.hasHead() || !parts.made().isEmpty())) {
            return; // "pour les deux"
        }
        boolean trailing = chunk.hasHead() && !chunk.amount.said() && !article && (chunk.times || isLast());
        if (trailing) {
            chunk.amount = new Amount(value, true, false);
            chunk.times = false;
            return;
        }
        boolean another =
                !chunk.isEmpty() && (chunk.hasHead() || chunk.wishing != Chunk.Wishing.NONE || chunk.place >= 0)
                        || chunk.amount.said() && (!chunk.amount.article() || chunk.verb == Verb.REPLACE);
        if (another) {
            boolean goesOn =
                    chunk.wishing != Chunk.Wishing.NONE && article && chunk.wishIsOpen() && !parts.isItem(nextWords());
            if (goesOn) {
                return;
            }
            close();
        }
        chunk.amount = new Amount(value, true, article);
    }

    /** The words up to the next mark, number or pause. */
    private List<String> nextWords() {
        int end = at + 1;
        while (end < tokens.size()
                && !tokens.breaks().get(end)
                && numberAt(end).isEmpty()
                && vocabulary.markAt(tokens.words(), end).isEmpty()) {
            end++;
        }
        return tokens.words().subList(at + 1, end);
    }

    /** The last word of a breath, or the one before a mark. */
    private boolean isLast() {
        int next = at + numberAt(at).map(NumberWords.Number::length).orElse(1);
        return next >= tokens.size()
                || tokens.breaks().get(next)
                || vocabulary.markAt(tokens.words(), next).isPresent()
                || ARTICLES.contains(tokens.words().get(next));
    }

    private void mark(Vocabulary.Hit hit) {
        switch (hit.mark()) {
            case AND -> and();
            case WITH -> chunk.begin(Chunk.Wishing.WITH);
            case WITHOUT -> without(hit);
            case NOR -> {
                if (chunk.wishing == Chunk.Wishing.WITHOUT) {
                    chunk.begin(Chunk.Wishing.WITHOUT);
                }
            }
            case REMOVE -> remove(hit);
            case ADD -> verb(Verb.ADD);
            case REPLACE -> verb(Verb.REPLACE);
            case INSTEAD_OF -> insteadOf(hit);
            case MORE -> chunk.more = true;
            case OF_WHICH -> {
                close();
                chunk.ofWhich = true;
            }
            case PART_OF -> {
                close();
                chunk.amount = new Amount(1, true, false);
                chunk.ofWhich = true;
            }
            case NOT -> not(hit);
            case KEEP -> keep();
            case REPAIR -> {
                close();
                parts.thoughts().repair();
            }
            case THOSE -> chunk.those = true;
            case REFUSED -> {
                close();
                parts.thoughts().refuseLast(NO_THANKS.contains(tokens.words().get(at)));
            }
            case TIMES -> chunk.times = true;
            case PREPARED -> chunk.notes.add(String.join(" ", tokens.raw().subList(at, at + hit.length())));
        }
    }

    /** What was kept goes on: "I still want the pizza and the coffee". */
    private void and() {
        boolean keeps = chunk.keeps;
        close();
        chunk.keeps = keeps;
        parts.thoughts().none();
    }

    private void insteadOf(Vocabulary.Hit hit) {
        if (isOption(at + hit.length())) {
            close();
            chunk.begin(Chunk.Wishing.WITHOUT);
            return;
        }
        Verb before = chunk.verb;
        verb(Verb.GIVES_WAY);
        chunk.after = before;
    }

    /** "Only the salad": stays; "I cancel only the salad" keeps nothing. */
    private void keep() {
        boolean removes = chunk.verb == Verb.REMOVE && chunk.isEmpty();
        if (!removes) {
            verb(Verb.NONE);
            chunk.keeps = true;
        }
    }

    /** "Plus de bruschetta" takes them away; within a sentence "plus" adds. */
    private void remove(Vocabulary.Hit hit) {
        boolean plus = tokens.words().get(at).equals("plus") && at > 0;
        if (plus) {
            close();
        } else {
            verb(Verb.REMOVE);
        }
    }

    private void not(Vocabulary.Hit hit) {
        int next = at + hit.length();
        next += next + 1 < tokens.size() && tokens.words().get(next).equals("x") ? 1 : 0;
        if (next < tokens.size() && (numberAt(next).isPresent() || dishes.containsKey(next))) {
            close();
            chunk.contrast = true;
        } else if (isOption(next)) {
            close();
            chunk.begin(Chunk.Wishing.WITHOUT); // "ham, not egg"
        }
    }

    /** "Rather than cream": what stands there is chosen with an item and is none itself. */
    private boolean isOption(int from) {
        int first = from;
        while (first < tokens.size() && parts.isNoise(tokens.words().get(first))) {
            first++;
        }
        return first < tokens.size()
                && !dishes.containsKey(first)
                && parts.isOptionOnly(tokens.words().get(first));
    }

    /** "No, two" refuses nothing: what is refused follows at once. */
    private void without(Vocabulary.Hit hit) {
        int next = at + hit.length();
        boolean alone = next >= tokens.size()
                || tokens.breaks().get(next)
                || numberAt(next).isPresent()
                        && hit.length() == 1
                        && tokens.words().get(at).equals("no");
        if (!alone) {
            chunk.begin(Chunk.Wishing.WITHOUT);
        }
    }

    private void verb(Verb verb) {
        close();
        chunk = new Chunk(verb);
    }

    private void word(String word) {
        OptionalInt ordinal = vocabulary.ordinal(word);
        boolean thought = at + 1 < tokens.size() && tokens.words().get(at + 1).startsWith("thought");
        if (ordinal.isPresent() && !chunk.hasHead() && !thought) {
            chunk.place = ordinal.getAsInt();
            return;
        }
        if (parts.isNoise(word) || isPronoun(word)) {
            chunk.definite |= DEFINITE.contains(word);
            chunk.some |= SOME.contains(word);
            return;
        }
        if (chunk.wishing == Chunk.Wishing.NONE) {
            chunk.head.add(word);
            chunk.headRaw.add(tokens.raw().get(at));
        } else {
            chunk.wish(tokens.raw().get(at));
        }
    }

    private List<Part> finished() {
        close();
        return parts.thoughts().settled();
    }

    private void close() {
        Verb next = chunk.after == null ? chunk.verb : chunk.after;
        parts.take(chunk);
        // A verb goes on through "et" and commas until there is another one.
        chunk = new Chunk(next);
        numberSign = false;
    }
}
