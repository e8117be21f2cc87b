// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.allo.contracts.session.SpeechSettings;
import io.allo.router.conversation.VoiceEvent.Failure;
import io.allo.router.speech.Listening;
import io.allo.router.speech.SpeechEvent;
import io.allo.router.speech.SpeechRecognizer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Listens by the first service that works; when that one is lost in a call, by the next. */
final class RecognizerChain implements SpeechRecognizer {
    private static final Logger LOG = Logger.getLogger(RecognizerChain.class);

    private final List<Guarded> services;
    private final MeterRegistry meters;

    /** A service and what is known of its health. */
    record Guarded(String name, SpeechRecognizer recognizer, Circuit circuit) {}

    RecognizerChain(List<Guarded> services, MeterRegistry meters) {
        this.services = List.copyOf(services);
        this.meters = meters;
    }

    @Override
    public Listening open(Call call, Consumer<SpeechEvent> events) {
        Ear ear = new Ear(call, events);
        ear.next(new SpeechEvent.Lost(Failure.Kind.BUSY, "every service failed lately"));
        return ear;
    }

    private void count(Guarded service, SpeechEvent.Lost lost) {
        String kind = lost.kind().name().toLowerCase(Locale.ROOT);
        meters.counter("allo.listening.failures", "service", service.name(), "kind", kind)
                .increment();
    }

    /** One call. */
    private final class Ear implements Listening {
        private final Call call;
        private final Consumer<SpeechEvent> events;
        private final Iterator<Guarded> left;
        private Listening current = Listening.DEAF;
        private boolean closed;

        Ear(Call call, Consumer<SpeechEvent> events) {
            this.call = call;
            this.events = events;
            this.left = ServiceChoice.first(call.settings().recognizer(), services, Guarded::name)
                    .iterator();
        }

        void next(SpeechEvent.Lost because) {
            while (left.hasNext()) {
                Guarded service = left.next();
                if (service.circuit().allows()) {
                    SpeechSettings settings = ServiceChoice.forRecognizer(
                            service.name(), services.getFirst().name(), call.settings());
                    Call ofService = new Call(call.conversation(), call.language(), call.law(), settings);
                    current = service.recognizer().open(ofService, event -> event(service, event));
                    return;
                }
            }
            current = Listening.DEAF;
            events.accept(because);
        }

        private void event(Guarded service, SpeechEvent event) {
            switch (event) {
                case SpeechEvent.Lost lost -> {
                    service.circuit().failed();
                    count(service, lost);
                    LOG.warnf("conversation %s: %s hears no more: %s", call.conversation(), service.name(), lost.why());
                    if (!closed) {
                        next(lost);
                    }
                }
                case SpeechEvent.Final words -> {
                    service.circuit().succeeded();
                    events.accept(words);
                }
                default -> events.accept(event);
            }
        }

        @Override
        public void hear(byte[] g711) {
            current.hear(g711);
        }

        @Override
        public void finish() {
            current.finish();
        }

        @Override
        public void close() {
            closed = true;
            current.close();
        }
    }
}
