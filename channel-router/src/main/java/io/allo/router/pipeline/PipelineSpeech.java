// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.session.SpeechSettings;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.VoiceEvent.Failure;
import io.allo.router.pipeline.SpeechService.ServiceVoice;
import io.allo.router.speech.CallSpeech;
import io.allo.router.speech.SpeechCache;
import io.allo.router.speech.SpeechSynthesizer;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Speaks by the first service that works, and on this machine where none does: a sentence that a service leaves unfinished is
 * finished here, so that no word is missing and none is said twice.
 */
final class PipelineSpeech implements SpeechSynthesizer {
    private static final Logger LOG = Logger.getLogger(PipelineSpeech.class);

    /** What an agent names that is spoken by this machine. */
    private static final String LOCAL = "local";

    private final List<Guarded> services;
    private final SpeechSynthesizer local;
    private final SpeechCache recent;
    private final MeterRegistry meters;

    /** A service and what is known of its health. */
    record Guarded(SpeechService service, Circuit circuit) {}

    /** @param recent sentences that were paid for once: greetings and prompts repeat */
    PipelineSpeech(List<Guarded> services, SpeechSynthesizer local, SpeechCache recent, MeterRegistry meters) {
        this.services = List.copyOf(services);
        this.local = local;
        this.recent = recent;
        this.meters = meters;
    }

    @Override
    public Multi<byte[]> speak(String sentence, String language, CompandingLaw law) {
        return local.speak(sentence, language, law);
    }

    @Override
    public CallSpeech forCall(CompandingLaw law, Consumer<ModelUsage> used) {
        List<Voice> voices = services.stream()
                .map(guarded -> new Voice(guarded, guarded.service().forCall(law, used)))
                .toList();
        return new ServedCall(voices, law);
    }

    private record Voice(Guarded guarded, ServiceVoice voice) {
        String service() {
            return guarded.service().name();
        }
    }

    private final class ServedCall implements CallSpeech {
        private final List<Voice> all;
        private final CompandingLaw law;
        private List<Voice> voices;
        private String voiceName = "";

        ServedCall(List<Voice> voices, CompandingLaw law) {
            this.all = voices;
            this.voices = voices;
            this.law = law;
        }

        @Override
        public void voice(String name, String language, SpeechSettings settings) {
            voiceName = name + settings;
            voices = LOCAL.equals(settings.synthesizer())
                    ? List.of()
                    : ServiceChoice.first(settings.synthesizer(), all, Voice::service);
            String first = all.getFirst().service();
            voices.forEach(each ->
                    each.voice().voice(name, language, ServiceChoice.forSynthesizer(each.service(), first, settings)));
        }

        @Override
        public Multi<byte[]> speak(String sentence, String language) {
            SpeechCache.Key key = new SpeechCache.Key(voiceName, sentence, language, law);
            return Multi.createFrom().deferred(() -> {
                byte[] known = recent.find(key);
                if (known != null) {
                    return Multi.createFrom().item(known);
                }
                Optional<Voice> working = voices.stream()
                        .filter(each -> each.guarded().circuit().allows())
                        .findFirst();
                return working.isEmpty() ? local.speak(sentence, language, law) : spokenBy(working.get(), key);
            });
        }

        private Multi<byte[]> spokenBy(Voice by, SpeechCache.Key key) {
            RestOfSentence rest = new RestOfSentence(key.sentence());
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            Circuit circuit = by.guarded().circuit();
            return by.voice()
                    .speak(key.sentence(), key.language())
                    .onItem()
                    .invoke(part -> {
                        rest.spoken(part);
                        whole.writeBytes(part.g711());
                    })
                    .onCompletion()
                    .invoke(() -> {
                        circuit.succeeded();
                        recent.keep(key, whole.toByteArray());
                    })
                    .map(SpeechService.Part::g711)
                    .onFailure()
                    .recoverWithMulti(failure -> {
                        failed(by.guarded(), failure);
                        String words = rest.words();
                        return words.isEmpty() ? Multi.createFrom().empty() : local.speak(words, key.language(), law);
                    });
        }

        @Override
        public void close() {
            all.forEach(each -> each.voice().close());
        }
    }

    private void failed(Guarded guarded, Throwable failure) {
        Failure.Kind kind = failure instanceof Failure known ? known.kind() : Failure.Kind.RETRY;
        String name = guarded.service().name();
        guarded.circuit().failed();
        meters.counter(
                        "allo.speech.failures",
                        "service",
                        name,
                        "kind",
                        kind.name().toLowerCase(Locale.ROOT))
                .increment();
        LOG.warnf("%s failed, this machine speaks: %s", name, failure.getMessage());
    }
}
