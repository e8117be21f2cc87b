// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.ToolLoop;
import io.allo.router.conversation.VoiceEvent;
import io.allo.router.conversation.VoiceEvent.Failure;
import io.allo.router.conversation.VoiceModel;
import io.allo.router.conversation.VoiceSession;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The call's session with a speech-to-speech model, and the next one: when a session expires or is lost, another is opened with
 * the conversation so far. Nothing is said to a model while none is open. One call, one mailbox.
 */
final class ModelLine {
    /** A provider that loses every session is no provider. */
    private static final int MOST_LOSSES = 2;
    /** Frames: five seconds. */
    private static final int MOST_UNHEARD = 250;

    private final DialogueParts parts;
    private final Opened conversation;
    private final VoiceModel model;
    private final ModelRecord record;
    private final Listener listener;
    private final Set<String> calls = new HashSet<>();
    private final Deque<byte[]> unheard = new ArrayDeque<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable VoiceSession session;
    private @Nullable Opening sessionOf;
    private @Nullable Opening next;
    private Mailbox.Timer patience = Mailbox.Timer.NONE;
    private int losses;
    private boolean closed;
    private boolean expiring;
    /** The model was told nothing of what was said before. */
    private boolean knowsNothing;

    /** Told in the mailbox. */
    interface Listener {
        /** A session is open. @param why the first, another one before the old has expired, or one after a loss */
        void opened(Why why);

        void event(VoiceEvent event);

        /** Nobody speaks and nobody is about to: sessions can be changed unheard. */
        boolean pause();

        /** There is none, and there will be none. */
        void gone(Failure failure);
    }

    /** What a session is opened for. */
    enum Why {
        FIRST,
        EXPIRING,
        LOST
    }

    ModelLine(DialogueParts parts, Opened conversation, VoiceModel model, ModelRecord record, Listener listener) {
        this.parts = parts;
        this.conversation = conversation;
        this.model = model;
        this.record = record;
        this.listener = listener;
        parts.sound().supervision().whispersTo(this::whispered);
    }

    private void whispered(String words) {
        if (session != null) {
            session.note(ModelOrders.whispered(words));
        }
    }

    /** A session on its way. Once it is there its events count, and those of the one before no longer. */
    private final class Opening {
        private final Why why;
        private @Nullable Cancellable running;

        Opening(Why why) {
            this.why = why;
        }

        void begin() {
            Uni<List<Message>> before =
                    why == Why.FIRST && conversation.fresh() ? Uni.createFrom().item(List.of()) : soFar();
            running = before.invoke(history -> knowsNothing = history.isEmpty())
                    .chain(history -> model.open(
                            new VoiceModel.Opening(
                                    conversation.agent().model(),
                                    conversation.session(),
                                    conversation.agent().languages(),
                                    parts.law(),
                                    history,
                                    conversation.agent().speech().tuning()),
                            event -> parts.mailbox().execute(() -> event(event))))
                    .subscribe()
                    .with(
                            open -> parts.mailbox().execute(() -> opened(open)),
                            failure -> parts.mailbox().execute(() -> failed(failure)));
        }

        /** With what was said a moment ago, which may still be on its way to the record. */
        private Uni<List<Message>> soFar() {
            return Uni.createFrom()
                    .<Void>emitter(recorded -> record.afterwards(() -> recorded.complete(null)))
                    .chain(() -> parts.engine().transcript(conversation.key()))
                    .onFailure()
                    .recoverWithItem(List.of());
        }

        private void opened(VoiceSession open) {
            if (closed || next != this) {
                open.close();
                return;
            }
            next = null;
            patience.cancel();
            boolean lost = session == null && why != Why.FIRST;
            if (!lost && why == Why.EXPIRING && !listener.pause()) {
                open.close();
                expiring = true; // again at the next one
                return;
            }
            closeSession();
            expiring = false;
            sessionOf = this;
            session = open;
            listener.opened(lost ? Why.LOST : why);
            unheard.forEach(open::hear);
            unheard.clear();
        }

        private void event(VoiceEvent event) {
            if (closed || sessionOf != this) {
                return;
            }
            switch (event) {
                case VoiceEvent.Lost lost -> ModelLine.this.lost(lost.failure());
                case VoiceEvent.Expiring soon -> {
                    expiring = true;
                    renewIfDue();
                }
                case VoiceEvent.Withheld item -> {
                    cancel();
                    respond(ModelOrders.refuse(conversation.agent().languages()));
                }
                default -> listener.event(event);
            }
        }

        private void failed(Throwable failure) {
            if (closed || next != this) {
                return;
            }
            next = null;
            patience.cancel();
            if (why != Why.EXPIRING) {
                listener.gone(
                        failure instanceof Failure known ? known : new Failure(Failure.Kind.RETRY, failure.toString()));
            }
        }

        void cancel() {
            if (running != null) {
                running.cancel();
            }
        }
    }

    void open(Why why) {
        Opening opening = new Opening(why);
        next = opening;
        patience = parts.mailbox().after(parts.rules().modelOpening(), () -> {
            opening.cancel();
            opening.failed(new Failure(Failure.Kind.RETRY, "the model's session does not open"));
        });
        opening.begin();
    }

    /** It is a pause: another session takes over from one that soon ends. */
    void renewIfDue() {
        if (expiring && next == null && session != null && listener.pause()) {
            expiring = false;
            open(Why.EXPIRING);
        }
    }

    private void lost(Failure failure) {
        session = null;
        calls.clear();
        if (next != null) {
            return; // the one that was prepared takes over
        }
        if (failure.kind() == Failure.Kind.RETRY && ++losses <= MOST_LOSSES) {
            open(Why.LOST);
        } else {
            listener.gone(failure);
        }
    }

    boolean isOpen() {
        return session != null;
    }

    /** What the caller says while no session is open, the next one hears. */
    void hear(byte[] g711) {
        if (session != null) {
            session.hear(g711);
        } else if (next != null) {
            unheard.add(g711);
            if (unheard.size() > MOST_UNHEARD) {
                unheard.remove();
            }
        }
    }

    /** The call's first order to speak. */
    void begin(Prompts prompts) {
        String greeting = conversation.session().greeting();
        if (conversation.degraded()) {
            respond(ModelOrders.say(greeting));
        } else if (conversation.fresh() || conversation.before().owesAnswer() && knowsNothing) {
            user(greeting);
        } else if (conversation.before().owesAnswer()) {
            respond(null);
        } else {
            respond(ModelOrders.goOn(prompts) + ModelOrders.collectAgain(conversation));
        }
    }

    void user(String text) {
        if (session != null) {
            session.user(text);
        }
    }

    void respond(@Nullable String instruction) {
        if (session != null) {
            session.respond(instruction);
        }
    }

    /** This session wants to know what comes of the call. */
    void asked(VoiceEvent.ToolCall call) {
        calls.add(call.callId());
    }

    /**
     * A session that did not ask for it learns it as a note, to which it answers; where none is open, the next one does.
     *
     * @return whether the model still has to be asked to speak on
     */
    boolean toolResult(VoiceEvent.ToolCall call, ToolLoop.Done done) {
        if (session != null && calls.remove(call.callId())) {
            session.toolResult(call.callId(), done.result());
            return true;
        }
        notes.add(ModelOrders.lateResult(call.tool(), done.result()));
        if (session != null) {
            goOn("");
        }
        return false;
    }

    /** After a loss. @param order what to say when nothing has come meanwhile */
    void goOn(String order) {
        if (notes.isEmpty()) {
            respond(order);
        } else {
            user(String.join("\n", notes));
            notes.clear();
        }
    }

    void cancel() {
        if (session != null) {
            session.cancel();
        }
    }

    void heardOnly(String item, long playedMs) {
        if (session != null) {
            session.heardOnly(item, playedMs);
        }
    }

    void close() {
        closed = true;
        patience.cancel();
        if (next != null) {
            next.cancel();
        }
        closeSession();
    }

    private void closeSession() {
        calls.clear();
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
