// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.conversation.ChatModel.Message;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpokenLanguageTest {
    @ParameterizedTest
    @CsvSource({"je voudrais parler à un humain,fr", "I want to speak to someone please,en", "Bonjour,fr", "hello,en"})
    void theLanguageIsThatOfTheWords(String text, String language) {
        assertThat(SpokenLanguage.of(text)).contains(language);
    }

    @Test
    void aNumberTellsNoLanguage() {
        assertThat(SpokenLanguage.of("42")).isEmpty();
    }

    private static Message said(String text) {
        return new Message.User(UserTurn.Input.TEXT, text);
    }

    @Test
    void aPersonWhoChangesTheLanguageIsFollowedAtOnceAndAThingWithoutOneChangesNothing() {
        List<Message> english = List.of(
                said("Bonjour, je voudrais réserver"),
                new Message.Agent("Oui ?"),
                said("Do you speak English, please?"),
                said("4"));

        assertThat(SpokenLanguage.of(List.of("fr", "en"), english)).isEqualTo("en");
        assertThat(SpokenLanguage.of(List.of("fr", "en"), english.subList(0, 2)))
                .isEqualTo("fr");
        assertThat(SpokenLanguage.of(List.of("fr"), english))
                .as("what the agent does not speak")
                .isEqualTo("fr");
        assertThat(SpokenLanguage.of(List.of("en", "fr"), List.of())).isEqualTo("en");
        assertThat(SpokenLanguage.of(null, List.of(said("42")))).isEqualTo("fr");
    }
}
