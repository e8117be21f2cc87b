// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.slot;

import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Intent;
import io.allo.router.builtin.intent.Lexicon;
import io.allo.router.builtin.intent.Similarity;
import io.allo.router.builtin.intent.Words;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One property of a tool's schema. A {@code pattern} is left to the executor: an expression from a foreign server could keep an
 * event loop busy for hours.
 *
 * @param name property name
 * @param type JSON Schema type: {@code string integer number boolean}; anything else cannot be asked for
 * @param description what it means, empty when the schema does not say
 * @param choices the values of an enum as text, empty when any value goes
 * @param minimum smallest number, null when any goes
 * @param maximum largest number, null when any goes
 * @param maxLength longest string
 */
public record Slot(
        String name,
        String type,
        String description,
        List<String> choices,
        @Nullable BigDecimal minimum,
        @Nullable BigDecimal maximum,
        int maxLength) {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,12}(?:[.,]\\d{1,6})?");
    private static final double SAME_CHOICE = 0.6;

    /** True when a person can be asked for it. */
    public boolean isAskable() {
        return switch (type) {
            case "string", "integer", "number", "boolean" -> true;
            default -> false;
        };
    }

    /** The value that the schema accepts and that was said, empty when none was. */
    public Optional<Object> read(Heard heard, Lexicon lexicon) {
        if (!choices.isEmpty()) {
            return choice(heard).map(this::typed);
        }
        return switch (type) {
            case "boolean" -> truth(heard);
            case "integer" ->
                number(heard, lexicon)
                        .filter(number -> number.stripTrailingZeros().scale() <= 0)
                        .map(number -> (Object) number.intValueExact());
            case "number" -> number(heard, lexicon).map(number -> (Object) number);
            case "string" -> text(heard);
            default -> Optional.empty();
        };
    }

    private Optional<String> choice(Heard heard) {
        String said = Words.fold(heard.text());
        return choices.stream()
                .filter(choice -> {
                    String known = Words.fold(choice);
                    return said.equals(known)
                            || heard.words().contains(known)
                            || Similarity.trigrams(said, known) >= SAME_CHOICE;
                })
                .findFirst();
    }

    private Object typed(String choice) {
        return type.equals("integer") || type.equals("number") ? new BigDecimal(choice) : choice;
    }

    private static Optional<Object> truth(Heard heard) {
        if (heard.isTop(Intent.YES)) {
            return Optional.of(true);
        }
        return heard.isTop(Intent.NO) ? Optional.of(false) : Optional.empty();
    }

    private Optional<BigDecimal> number(Heard heard, Lexicon lexicon) {
        Matcher digits = NUMBER.matcher(heard.text());
        Optional<BigDecimal> said = digits.find()
                ? Optional.of(new BigDecimal(digits.group().replace(',', '.')))
                : heard.words().stream()
                        .map(lexicon::number)
                        .filter(OptionalInt::isPresent)
                        .map(value -> BigDecimal.valueOf(value.getAsInt()))
                        .findFirst();
        return said.filter(value -> minimum == null || value.compareTo(minimum) >= 0)
                .filter(value -> maximum == null || value.compareTo(maximum) <= 0)
                .filter(value ->
                        !type.equals("integer") || value.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0);
    }

    private Optional<Object> text(Heard heard) {
        String said = heard.text().strip();
        return said.isEmpty() || said.length() > maxLength ? Optional.empty() : Optional.of(said);
    }
}
