// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.allo.contracts.text.PlainText;
import io.allo.router.conversation.ChatModel.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The language of what a person says, told anew with each turn: French or English, by frequent words that only one of them has. Other
 * languages of an agent are not told apart. Pure functions.
 */
public final class SpokenLanguage {
    private static final Set<String> ENGLISH = words("english.txt");
    private static final Set<String> FRENCH = words("french.txt");
    /** More words must have a second one: names and titles are foreign at times. */
    private static final int SHORT = 3;

    private static final int LONGEST_LOOKED_AT = 2_000;
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}@]+");

    private SpokenLanguage() {}

    /** {@code fr} or {@code en}; empty when the text does not tell. */
    public static Optional<String> of(String text) {
        List<String> said = spoken(text);
        long english = said.stream().filter(ENGLISH::contains).count();
        long french = said.stream().filter(FRENCH::contains).count();
        if (english == french || Math.max(english, french) < 2 && said.size() > SHORT) {
            return Optional.empty();
        }
        return Optional.of(english > french ? "en" : "fr");
    }

    /**
     * That of the last words of the person which tell one that the agent speaks; else the agent's first.
     *
     * @param languages the agent's, first = default
     */
    public static String of(@Nullable List<String> languages, List<Message> messages) {
        List<String> spoken =
                languages == null || languages.isEmpty() ? List.of(Apologies.DEFAULT_LANGUAGE) : languages;
        return messages.reversed().stream()
                .filter(Message.User.class::isInstance)
                .map(message -> of(((Message.User) message).text()))
                .flatMap(Optional::stream)
                .filter(language -> spoken.stream().anyMatch(one -> one.startsWith(language)))
                .findFirst()
                .orElse(spoken.getFirst());
    }

    /** How much of it is surely English, 0 to 1. */
    public static double english(String text) {
        List<String> said = spoken(text);
        return said.isEmpty()
                ? 0
                : (double) said.stream().filter(ENGLISH::contains).count() / said.size();
    }

    private static List<String> spoken(String text) {
        String looked = text.length() > LONGEST_LOOKED_AT ? text.substring(0, LONGEST_LOOKED_AT) : text;
        return Arrays.stream(BETWEEN.split(PlainText.of(looked)))
                .filter(word -> word.chars().anyMatch(Character::isLetter) && word.indexOf('@') < 0)
                .toList();
    }

    private static Set<String> words(String file) {
        try (InputStream in = requireNonNull(SpokenLanguage.class.getResourceAsStream(file), file)) {
            Set<String> words = new HashSet<>();
            new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> words.addAll(Arrays.asList(line.split(" "))));
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
