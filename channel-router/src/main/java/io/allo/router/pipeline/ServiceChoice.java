// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.allo.contracts.session.SpeechSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which services an agent is served by, in which order. Names of models and voices are those of one service: of the one that the
 * agent names, else of the configuration's first; the services that stand in for it use their own.
 */
final class ServiceChoice {
    private ServiceChoice() {}

    /** The services, the wanted one first; one that is not configured is passed over. */
    static <T> List<T> first(@Nullable String wanted, List<T> services, Function<T, String> name) {
        return Stream.concat(
                        services.stream().filter(service -> name.apply(service).equals(wanted)),
                        services.stream().filter(service -> !name.apply(service).equals(wanted)))
                .toList();
    }

    /** @param first of the configuration */
    static SpeechSettings forRecognizer(String service, String first, SpeechSettings agents) {
        String meant = agents.recognizer() == null ? first : agents.recognizer();
        return service.equals(meant)
                ? agents
                : new SpeechSettings(
                        agents.recognizer(),
                        null,
                        agents.synthesizer(),
                        agents.synthesizerModel(),
                        agents.voiceId(),
                        agents.speed(),
                        agents.endOfTurn(),
                        agents.uninterruptible());
    }

    /** @param first of the configuration */
    static SpeechSettings forSynthesizer(String service, String first, SpeechSettings agents) {
        String meant = agents.synthesizer() == null ? first : agents.synthesizer();
        return service.equals(meant)
                ? agents
                : new SpeechSettings(
                        agents.recognizer(),
                        agents.recognizerModel(),
                        agents.synthesizer(),
                        null,
                        null,
                        agents.speed(),
                        agents.endOfTurn(),
                        agents.uninterruptible());
    }

    /** Silence after which an utterance is over. */
    static Duration endpointing(SpeechSettings agents, Duration configured) {
        Integer ms = agents.endOfTurn().endpointingMs();
        return ms == null ? configured : Duration.ofMillis(ms);
    }
}
