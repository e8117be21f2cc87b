// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.media.StreamMessage.Start;
import io.allo.router.console.ConsoleSession.Opening;
import io.allo.router.console.advice.Tongue;
import io.allo.router.door.ConsoleDoor;
import io.allo.router.speech.SpeechSynthesizer;
import io.allo.router.voice.OtherStreams;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Twilio's streams of the console's calls: known by {@code session_id} and the token of {@link ConsoleTwiml}; where the console is open,
 * the session alone does. The technician is told that the call is written down.
 */
@Singleton
class ConsoleStreams implements OtherStreams {
    private static final Logger LOG = Logger.getLogger(ConsoleStreams.class);
    private static final int MOST_WAITING = 500;

    private final ConsoleTwiml twiml;
    private final ConsoleDoor door;
    private final ConsoleDesk desk;
    private final PhoneLines phoneLines;
    private final SpeechSynthesizer speech;

    ConsoleStreams(
            ConsoleTwiml twiml, ConsoleDoor door, ConsoleDesk desk, PhoneLines phoneLines, SpeechSynthesizer speech) {
        this.twiml = twiml;
        this.door = door;
        this.desk = desk;
        this.phoneLines = phoneLines;
        this.speech = speech;
    }

    @Override
    public Optional<OtherStream> open(Start start, Far far) {
        return key(start).map(key -> {
            LOG.infof("Media stream started: session %s", key.sessionId());
            Stream stream = new Stream(far);
            desk.findOrOpen(key, Opening.NOTHING)
                    .subscribe()
                    .with(session -> stream.loop.runOnContext(_ -> stream.begin(session)), failure -> {
                        LOG.warnf("A console's stream has no session: %s", failure.toString());
                        far.close();
                    });
            return stream;
        });
    }

    private Optional<SessionKey> key(Start start) {
        Map<String, String> parameters = start.start().customParameters();
        String token = parameters.getOrDefault(ConsoleTwiml.TOKEN, "");
        String session = parameters.getOrDefault(ConsoleTwiml.SESSION, "");
        if (!token.isEmpty()) {
            SessionKey key = new SessionKey(parameters.getOrDefault(ConsoleTwiml.ACCOUNT, ""), session);
            return twiml.proves(key, token) ? Optional.of(key) : Optional.empty();
        }
        if (session.isEmpty() && parameters.containsKey("to")) {
            return Optional.empty(); // an agent's call
        }
        String id = session.isEmpty() ? start.streamSid() : session;
        return door.unknown().filter(_ -> SessionKey.isId(id)).map(visitor -> new SessionKey(visitor.accountId(), id));
    }

    /** What comes before the session is known waits. */
    private final class Stream implements OtherStream {
        private final Far far;
        private final Context loop = Vertx.currentContext();
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private @Nullable PhoneLine line;
        private boolean over;

        Stream(Far far) {
            this.far = far;
        }

        void begin(ConsoleSession known) {
            if (over) {
                return;
            }
            line = phoneLines.open(known, task -> loop.runOnContext(_ -> task.run()), new PhoneLine.Outlet() {
                @Override
                public void speak(byte[] ulaw) {
                    far.audio(ulaw);
                }

                @Override
                public void close() {
                    far.close();
                }
            });
            waiting.forEach(Runnable::run);
            waiting.clear();
            desk.lineIsUp(known);
            announce(known);
        }

        private void announce(ConsoleSession known) {
            String words = known.tongue() == Tongue.FR
                    ? "Cet appel est transcrit pour vous aider."
                    : "This call is transcribed to help you.";
            speech.speak(words, known.language(), CompandingLaw.ULAW)
                    .subscribe()
                    .with(
                            far::audio,
                            failure -> LOG.warnf("A console's call is not announced: %s", failure.toString()));
        }

        @Override
        public void audio(String track, byte[] ulaw) {
            PhoneLine known = line;
            if (known == null) {
                if (waiting.size() < MOST_WAITING && !over) {
                    waiting.add(() -> audio(track, ulaw));
                }
            } else if (track.equals("outbound")) {
                known.agentIsHeard(ulaw);
            } else {
                known.technicianSpeaks(ulaw);
            }
        }

        @Override
        public void closed() {
            over = true;
            if (line != null) {
                line.end().subscribe().with(_ -> {});
            }
        }
    }
}
