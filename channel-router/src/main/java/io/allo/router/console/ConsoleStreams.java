// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage.CallState;
import io.allo.contracts.media.StreamMessage.Start;
import io.allo.router.console.ConsoleSession.Opening;
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
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Streams of the console's calls, Twilio's and our gateway's: known by {@code session_id} and the token of {@link ConsoleTwiml}; where the
 * console is open, the session alone does for Twilio's. The technician is told that the call is written down, and never left in silence.
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
    private final CallStatuses statuses;
    private final Vertx vertx;

    ConsoleStreams(
            ConsoleTwiml twiml,
            ConsoleDoor door,
            ConsoleDesk desk,
            PhoneLines phoneLines,
            SpeechSynthesizer speech,
            CallStatuses statuses,
            Vertx vertx) {
        this.twiml = twiml;
        this.door = door;
        this.desk = desk;
        this.phoneLines = phoneLines;
        this.speech = speech;
        this.statuses = statuses;
        this.vertx = vertx;
    }

    @Override
    public Optional<OtherStream> open(Start start, Far far) {
        return key(start).map(key -> {
            LOG.infof("Media stream started: session %s", key.sessionId());
            Stream stream = new Stream(far, start);
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
        if (start.allo() != null || session.isEmpty() && parameters.containsKey("to")) {
            return Optional.empty(); // an agent's call
        }
        String id = session.isEmpty() ? start.streamSid() : session;
        return door.unknown().filter(_ -> SessionKey.isId(id)).map(visitor -> new SessionKey(visitor.accountId(), id));
    }

    /** What comes before the session is known waits. Our gateway's call is a line from its answer on, Twilio's from its stream's start. */
    private final class Stream implements OtherStream {
        private final Far far;
        private final String callSid;
        private final boolean ours;
        private final boolean resumed;
        private final Context loop = Vertx.currentContext();
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private @Nullable ConsoleSession session;
        private @Nullable PhoneLine line;
        private @Nullable Hold hold;
        private boolean answered;
        private long answeredAt;
        private boolean over;

        Stream(Far far, Start start) {
            this.far = far;
            this.callSid = start.start().callSid();
            this.ours = start.allo() != null;
            this.resumed = start.allo() != null && start.allo().answered();
            this.answered = !ours;
        }

        void begin(ConsoleSession known) {
            session = known;
            up(known);
        }

        private void up(ConsoleSession known) {
            if (over || !answered || line != null) {
                return;
            }
            Hold company = new Hold(vertx, Hold.EVERY_MS, known.tongue(), far::audio, words -> say(known, words));
            hold = company;
            line = phoneLines.open(known, task -> loop.runOnContext(_ -> task.run()), new PhoneLine.Outlet() {
                @Override
                public void speak(byte[] ulaw) {
                    far.voice(ulaw);
                }

                @Override
                public void attended() {
                    company.attended();
                }

                @Override
                public void muted(boolean on) {
                    company.muted(on);
                }

                @Override
                public void close() {
                    far.close();
                }
            });
            waiting.forEach(Runnable::run);
            waiting.clear();
            if (ours) {
                statuses.tell(callSid, "in-progress", null);
            } else {
                desk.lineIsUp(known);
            }
            if (!resumed) {
                say(known, Greeting.of(known.tongue(), ours));
            }
            company.begin();
        }

        private void say(ConsoleSession known, String words) {
            speech.speak(words, known.language(), CompandingLaw.ULAW)
                    .subscribe()
                    .with(far::audio, failure -> LOG.warnf("A console's line is silent: %s", failure.toString()));
        }

        @Override
        public void state(String state) {
            if (state.equals(CallState.ALERTING)) {
                statuses.tell(callSid, "ringing", null);
            } else if (state.equals(CallState.ANSWERED) && !answered) {
                answered = true;
                answeredAt = System.nanoTime();
                if (session != null) {
                    up(session);
                }
            }
        }

        @Override
        public void ended(@Nullable EndReason reason) {
            Integer seconds = answered ? (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - answeredAt) : null;
            statuses.tell(callSid, answered ? "completed" : CallStatuses.of(reason), resumed ? null : seconds);
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
            if (hold != null) {
                hold.end();
            }
            if (line != null) {
                line.end().subscribe().with(_ -> {});
            }
        }
    }
}
