// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.audio.CompandingLaw;
import io.allo.audio.G711;
import io.allo.router.console.ConsoleSession.Call;
import io.allo.router.console.Segment.Said;
import io.allo.router.console.advice.Tongue;
import io.allo.router.speech.SpeechSynthesizer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@link Dialler} without any telephone: a technician who speaks a script, so that the console shows a living call without an account.
 * His voice is this machine's; his words are known and need no recognition. What the support agent says is understood as in any call.
 */
@Singleton
class DemoDialler implements Dialler {
    private static final Logger LOG = Logger.getLogger(DemoDialler.class);
    private static final Duration RINGS_AFTER = Duration.ofSeconds(1);
    private static final Duration ANSWERS_AFTER = Duration.ofSeconds(2);
    private static final long THINKS_MS = 5_000;
    private static final long FRAME_MS = 20;
    private static final int FRAME = CompandingLaw.FRAME_BYTES;
    private static final long LONGEST_MS = Duration.ofMinutes(10).toMillis();

    private static final List<String> FRENCH = List.of(
            "Bonjour, je suis sur le site du client, devant l'enregistreur.",
            "La caméra du parking ne s'affiche plus depuis ce matin, l'image est noire.",
            "La LED du port du switch est éteinte, je pense à un problème d'alimentation PoE.",
            "J'ai une autre question : la centrale d'alarme affiche un défaut batterie, que dois-je faire ?",
            "D'accord, je teste cela tout de suite. Merci beaucoup.");
    private static final List<String> ENGLISH = List.of(
            "Hello, I am at the customer's site, in front of the recorder.",
            "The camera of the car park has not been shown since this morning, the image is black.",
            "The LED of the switch port is off, I think it is a problem with PoE power.",
            "Another question: the alarm panel shows a battery fault, what should I do?",
            "All right, I will test that now. Thank you very much.");

    private final Vertx vertx;
    private final SpeechSynthesizer speech;
    private final Watchers watchers;
    private final PhoneLines phoneLines;
    private final ConsoleDesk desk;
    private final Instance<CallDesk> calls;
    private final ConcurrentHashMap<String, DemoCall> running = new ConcurrentHashMap<>();

    DemoDialler(
            Vertx vertx,
            SpeechSynthesizer speech,
            Watchers watchers,
            PhoneLines phoneLines,
            ConsoleDesk desk,
            Instance<CallDesk> calls) {
        this.vertx = vertx;
        this.speech = speech;
        this.watchers = watchers;
        this.phoneLines = phoneLines;
        this.desk = desk;
        this.calls = calls;
    }

    @Override
    public ConsoleConfig.Dialling kind() {
        return ConsoleConfig.Dialling.DEMO;
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public Uni<Call> place(ConsoleSession session, String number) {
        String sid = "CA" + UUID.randomUUID().toString().replace("-", "");
        return Uni.createFrom().item(new Call(sid, "initiated", "outbound-api", "+33100000000", number, null, null));
    }

    @Override
    public void placed(ConsoleSession session) {
        if (session.call() != null) {
            DemoCall call = new DemoCall(session, session.call().sid());
            running.put(call.sid, call);
            call.begin();
        }
    }

    @Override
    public Uni<Optional<Integer>> hangUp(ConsoleSession session, String callSid) {
        DemoCall call = running.remove(callSid);
        if (call != null) {
            call.loop.runOnContext(_ -> call.over = true);
        }
        return Uni.createFrom().item(Optional.empty());
    }

    private void becomes(String sid, String status) {
        calls.get()
                .changed(sid, status, null)
                .subscribe()
                .with(_ -> {}, failure -> LOG.warnf("A demo call is stuck: %s", failure.toString()));
    }

    /** One call, on an event loop of its own. */
    private final class DemoCall {
        private final ConsoleSession session;
        private final String sid;
        private final Context loop = vertx.getOrCreateContext();
        private final Iterator<String> script;
        private @Nullable PhoneLine line;
        private boolean over;

        DemoCall(ConsoleSession session, String sid) {
            this.session = session;
            this.sid = sid;
            this.script = (session.tongue() == Tongue.FR ? FRENCH : ENGLISH).iterator();
        }

        void begin() {
            vertx.setTimer(RINGS_AFTER.toMillis(), _ -> becomes(sid, "ringing"));
            after(RINGS_AFTER.plus(ANSWERS_AFTER).toMillis(), this::answered);
            after(LONGEST_MS, this::hangUp);
        }

        private void after(long ms, Runnable task) {
            vertx.setTimer(
                    ms,
                    _ -> loop.runOnContext(_ -> {
                        if (!over) {
                            task.run();
                        }
                    }));
        }

        private void answered() {
            becomes(sid, "in-progress");
            line = phoneLines.open(session, task -> loop.runOnContext(_ -> task.run()), new PhoneLine.Outlet() {
                @Override
                public void speak(byte[] ulaw) {} // nobody is there to hear it

                @Override
                public void close() {
                    loop.runOnContext(_ -> over = true);
                }
            });
            next();
        }

        private void next() {
            if (!script.hasNext()) {
                return; // he stays on the line until somebody hangs up
            }
            String sentence = script.next();
            speech.speak(sentence, session.language(), CompandingLaw.ULAW)
                    .collect()
                    .in(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
                    .map(ByteArrayOutputStream::toByteArray)
                    .onFailure()
                    .recoverWithItem(_ -> new byte[G711.SAMPLE_RATE])
                    .subscribe()
                    .with(sound -> loop.runOnContext(_ -> play(sentence, sound)));
        }

        private void play(String sentence, byte[] sound) {
            int[] at = {0};
            vertx.setPeriodic(
                    FRAME_MS,
                    timer -> loop.runOnContext(_ -> {
                        if (over || at[0] >= sound.length) {
                            if (vertx.cancelTimer(timer) && !over) {
                                said(sentence);
                            }
                            return;
                        }
                        sounds(Arrays.copyOfRange(sound, at[0], Math.min(sound.length, at[0] + FRAME)));
                        at[0] += FRAME;
                    }));
        }

        private void sounds(byte[] frame) {
            meter.hear(frame);
            watchers.hear(session.key(), frame);
        }

        private final Meter meter =
                new Meter("technician", message -> watchers.tell(session().key(), message));

        private ConsoleSession session() {
            return session;
        }

        private void said(String sentence) {
            Said as = PhoneLines.technician(session);
            desk.say(session, new Said(as.speaker(), as.role(), as.name(), sentence, as.language(), 1, 0, 0, true))
                    .subscribe()
                    .with(_ -> {}, failure -> LOG.warnf("A demo's words are lost: %s", failure.toString()));
            after(THINKS_MS, this::next);
        }

        private void hangUp() {
            over = true;
            running.remove(sid);
            becomes(sid, "completed");
        }
    }
}
