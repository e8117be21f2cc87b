// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ConversationEngine.StaleEpochException;
import io.allo.router.conversation.Handoffs;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.ToolLoop;
import io.allo.router.conversation.VoiceEvent;
import io.allo.router.voice.Utterance.Afterwards;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The tools that a speech-to-speech model asks for, and what follows from their results. One call, one mailbox. */
final class ModelTools {
    private static final Logger LOG = Logger.getLogger(ModelTools.class);
    /** Transcripts come late or never. */
    private static final Duration WORDS_WAIT = Duration.ofMillis(1500);

    private final DialogueParts parts;
    private final Opened conversation;
    private final Listener listener;
    private final ModelRecord record;
    private int running;
    private boolean answerDue;
    private boolean partingDue;
    private boolean heldBack;
    private @Nullable String announcement;
    private @Nullable Afterwards afterwards;
    private @Nullable Opened next;
    private VoiceEvent.@Nullable ToolCall held;
    private Mailbox.Timer limit = Mailbox.Timer.NONE;

    /** Told in the mailbox. */
    interface Listener {
        /** The model is to learn this; the flags that concern the caller's ear are in it. */
        void done(VoiceEvent.ToolCall call, ToolLoop.Done done);
    }

    ModelTools(DialogueParts parts, Opened conversation, ModelRecord record, Listener listener) {
        this.record = record;
        this.parts = parts;
        this.conversation = conversation;
        this.listener = listener;
    }

    /** A handoff is held back until what both sides have said is in the record: the next agent has to know it. */
    void run(VoiceEvent.ToolCall call) {
        running++;
        if (call.tool().equals(Handoffs.NAME) && held == null) {
            held = call;
            limit = parts.mailbox().after(WORDS_WAIT, this::recorded);
        } else {
            execute(call);
        }
    }

    /** @param recorded what both sides have said is on its way to the record */
    void settle(boolean recorded) {
        if (recorded) {
            recorded();
        }
    }

    private void recorded() {
        VoiceEvent.ToolCall call = held;
        held = null;
        limit.cancel();
        if (call != null) {
            record.afterwards(() -> execute(call));
        }
    }

    private void execute(VoiceEvent.ToolCall call) {
        Message.ToolCall asked = new Message.ToolCall(call.callId(), call.tool(), call.arguments());
        parts.engine()
                .runTool(conversation.key(), parts.epoch(), asked)
                .subscribe()
                .with(
                        done -> parts.mailbox().execute(() -> done(call, done)),
                        failure -> parts.mailbox().execute(() -> failed(call, failure)));
    }

    private void failed(VoiceEvent.ToolCall call, Throwable failure) {
        if (failure instanceof StaleEpochException) {
            parts.superseded().run();
            return;
        }
        LOG.warnf("%s could not be run: %s", call.tool(), failure.toString());
        done(call, ToolLoop.unavailable(call.tool()));
    }

    private void done(VoiceEvent.ToolCall call, ToolLoop.Done done) {
        running--;
        answerDue |= !done.flags().skipResponseCreate();
        if (done.flags().triggersHangup()) {
            afterwards = new Afterwards.HangUp(EndReason.AGENT_HANGUP);
            partingDue |= !done.flags().skipResponseCreate();
        } else if (done.flags().triggersTransfer() && done.transfer() != null) {
            afterwards = new Afterwards.Transfer(
                    done.transfer().target(), done.transfer().reason());
            announcement = done.announcement();
        } else if (done.handover() != null) {
            next = done.handover().opened(conversation);
        }
        listener.done(call, done);
    }

    boolean running() {
        return running > 0;
    }

    /** What follows now that nothing runs. */
    sealed interface Next {
        /** @param words what the model is to say, null: it goes on by itself */
        record Speak(@Nullable String words) implements Next {}

        /** The caller cannot be handed over: he is told so. */
        record NoTransfer() implements Next {}

        /** @param passOn tells who goes on, if anybody does */
        record Leave(Afterwards then, Runnable passOn) implements Next {}

        record Listen() implements Next {}
    }

    /**
     * Asked each time that nothing runs; an announcement and an answer are due once.
     *
     * @param callerTalks what he says now is answered together with the results, or after it ({@link #answerHeldBack})
     */
    Next next(boolean callerTalks) {
        Opened to = next;
        if (to != null) {
            return new Next.Leave(
                    new Afterwards.Listen(), () -> parts.nextAgent().accept(to));
        }
        Afterwards then = afterwards;
        String words = announcement;
        boolean due = partingDue || answerDue && !callerTalks && !(then instanceof Afterwards.HangUp);
        announcement = null;
        partingDue = false;
        heldBack |= answerDue && callerTalks;
        answerDue = false;
        if (then instanceof Afterwards.Transfer && !parts.transfers()) {
            forget();
            return new Next.NoTransfer();
        }
        if (words != null || due) {
            return new Next.Speak(words);
        }
        return then == null ? new Next.Listen() : new Next.Leave(then, () -> {});
    }

    /** The model has to speak once nothing runs any more. */
    void answerAfterwards() {
        answerDue = true;
    }

    /** The caller said nothing to answer. @return whether an answer to results waited for it, which is due now */
    boolean answerHeldBack() {
        answerDue |= heldBack;
        heldBack = false;
        return answerDue;
    }

    /** The model has been asked to speak on already. */
    void answered() {
        answerDue = false;
        heldBack = false;
    }

    /** Nothing but this follows: there is nothing to talk about. */
    void endAfterwards(EndReason reason) {
        afterwards = new Afterwards.HangUp(reason);
    }

    void forget() {
        afterwards = null;
        partingDue = false;
        announcement = null;
    }
}
