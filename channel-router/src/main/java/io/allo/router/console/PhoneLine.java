// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.console.hearing.Ears;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * A telephone call of a session in this process: both sides are understood, levels and the technician's voice go to the pages, the
 * support agent's voice goes to the telephone. All work is on one event loop.
 */
final class PhoneLine implements Lines.Line {
    private static final Logger LOG = Logger.getLogger(PhoneLine.class);

    private final SessionKey key;
    private final Sides sides;
    private final Executor loop;
    private final Outlet outlet;
    private final Watchers watchers;
    private final Lines lines;
    private final Meter technician;
    private final Meter assistant;
    private final List<UniEmitter<? super Void>> ending = new ArrayList<>();
    private boolean muted;
    private boolean over;
    private boolean ended;

    /** Who listens to whom. */
    record Sides(Ears technician, Ears assistant) {}

    /** To the telephone. Any thread. */
    interface Outlet {
        void speak(byte[] ulaw);

        /** The support agent's microphone is open. On the line's loop. */
        default void attended() {}

        /** The support agent has muted himself. On the line's loop. */
        default void muted(boolean on) {}

        void close();
    }

    /** @param loop runs tasks on the line's event loop, one after the other */
    PhoneLine(ConsoleSession session, Sides sides, Executor loop, Outlet outlet, Watchers watchers, Lines lines) {
        this.key = session.key();
        this.sides = sides;
        this.loop = loop;
        this.outlet = outlet;
        this.watchers = watchers;
        this.lines = lines;
        this.muted = session.muted();
        this.technician = new Meter("technician", message -> watchers.tell(key, message));
        this.assistant = new Meter("assistant", message -> watchers.tell(key, message));
    }

    /** The technician's voice. On the loop. */
    void technicianSpeaks(byte[] ulaw) {
        if (!over) {
            technician.hear(ulaw);
            watchers.hear(key, ulaw);
            sides.technician().hear(ulaw);
        }
    }

    /** The support agent's voice, which the telephone has already. On the loop. */
    void agentIsHeard(byte[] ulaw) {
        if (!over && !muted) {
            assistant.hear(ulaw);
            sides.assistant().hear(ulaw);
        }
    }

    @Override
    public void agentSpeaks(byte[] ulaw) {
        loop.execute(() -> {
            if (over) {
                return;
            }
            outlet.attended();
            if (!muted) {
                outlet.speak(ulaw);
                agentIsHeard(ulaw);
            }
        });
    }

    @Override
    public void mute(boolean on) {
        loop.execute(() -> {
            muted = on;
            outlet.muted(on);
        });
    }

    @Override
    public Uni<Void> end() {
        return Uni.createFrom()
                .emitter(emitter -> loop.execute(() -> {
                    if (ended) {
                        emitter.complete(null);
                        return;
                    }
                    ending.add(emitter);
                    if (!over) {
                        over = true;
                        outlet.close();
                        sides.technician()
                                .finish()
                                .chain(() -> sides.assistant().finish())
                                .subscribe()
                                .with(_ -> loop.execute(this::done), failure -> {
                                    LOG.warnf("The last words of a console's call are lost: %s", failure.toString());
                                    loop.execute(this::done);
                                });
                    }
                }));
    }

    private void done() {
        ended = true;
        lines.remove(key, this);
        ending.forEach(emitter -> emitter.complete(null));
        ending.clear();
    }
}
