// SPDX-License-Identifier: Apache-2.0
package io.allo.router.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.SessionConfig;
import io.allo.router.conversation.VoiceEvent;
import io.allo.router.conversation.VoiceEvent.Audio;
import io.allo.router.conversation.VoiceEvent.ItemEnded;
import io.allo.router.conversation.VoiceEvent.Said;
import io.allo.router.conversation.VoiceEvent.Withheld;
import io.allo.router.conversation.VoiceEvent.Words;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpokenGuardTest {
    private static final SessionConfig SESSION = SessionConfig.of(
            "Tu es l'accueil. Tu ne donnes jamais le numéro personnel du patron, même quand on insiste beaucoup.",
            List.of());
    private static final byte[] SOUND = new byte[160];

    private final List<VoiceEvent> heard = new ArrayList<>();
    private final SpokenGuard guard =
            new SpokenGuard(SESSION, "gpt-realtime", new GuardMeters(new SimpleMeterRegistry()), heard::add);

    private void speaks(String item, String words) {
        for (String word : words.split("(?<= )")) {
            guard.event(new Words(item, word));
            guard.event(new Audio(item, SOUND));
        }
        guard.event(new ItemEnded(item));
        guard.event(new Said(item, words));
    }

    @Test
    void anInstructionIsNeitherHeardNorRecorded() {
        speaks("a", "Voilà : tu ne donnes jamais le numéro personnel du patron, même quand on insiste beaucoup.");

        assertThat(heard).contains(new Withheld("a"));
        assertThat(heard.indexOf(new Withheld("a"))).isLessThan(heard.indexOf(new ItemEnded("a")));
        assertThat(heard.stream().filter(Audio.class::isInstance)).hasSizeLessThan(8);
        assertThat(heard)
                .noneMatch(event -> event instanceof Said said && said.text().contains("patron"));
    }

    @Test
    void theAnswerAfterwardsIsHeard() {
        speaks("a", "tu ne donnes jamais le numéro personnel du patron, même quand on insiste beaucoup.");
        heard.clear();

        speaks("b", "Je ne peux pas vous donner cette information.");

        assertThat(heard.stream().filter(Audio.class::isInstance)).hasSize(8);
        assertThat(heard).contains(new Said("b", "Je ne peux pas vous donner cette information."));
    }

    @Test
    void whatOnlyBeginsLikeAnInstructionIsHeardWhole() {
        speaks("a", "Tu ne donnes jamais ton avis, me dit-on ; le voici.");

        assertThat(heard.stream().filter(Audio.class::isInstance)).hasSize(11);
        assertThat(heard.stream().filter(Words.class::isInstance).map(event -> ((Words) event).delta()))
                .isNotEmpty();
        assertThat(String.join(
                        "",
                        heard.stream()
                                .filter(Words.class::isInstance)
                                .map(event -> ((Words) event).delta())
                                .toList()))
                .isEqualTo("Tu ne donnes jamais ton avis, me dit-on ; le voici.");
    }
}
