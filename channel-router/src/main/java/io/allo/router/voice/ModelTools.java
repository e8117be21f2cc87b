// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ConversationEngine.StaleEpochException;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.ToolLoop;
import io.allo.router.conversation.VoiceEvent;
import io.allo.router.voice.Utterance.Afterwards;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The tools that a speech-to-speech model asks for, and what follows from their results. One call, one mailbox. */
final class ModelTools {
    private static final Logger LOG = Logger.getLogger(ModelTools.class);

    private final DialogueParts parts;
    private final Opened conversation;
    private final Listener listener;
    private int running;
    private boolean answerDue;
    private @Nullable String announcement;
    private @Nullable Afterwards afterwards;

    /** Told in the mailbox. */
    interface Listener {
        /** The model is to learn this; the flags that concern the caller's ear are in it. */
        void done(VoiceEvent.ToolCall call, ToolLoop.Done done);
    }

    ModelTools(DialogueParts parts, Opened conversation, Listener listener) {
        this.parts = parts;
        this.conversation = conversation;
        this.listener = listener;
    }

    void run(VoiceEvent.ToolCall call) {
        running++;
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
        } else if (done.flags().triggersTransfer() && done.transfer() != null) {
            afterwards = new Afterwards.Transfer(
                    done.transfer().target(), done.transfer().reason());
            announcement = done.announcement();
        }
        listener.done(call, done);
    }

    boolean running() {
        return running > 0;
    }

    /** Is the model to speak on, now that its tools have answered? Asked once. */
    boolean answerDue() {
        boolean due = answerDue && !(afterwards instanceof Afterwards.HangUp);
        answerDue = false;
        return due;
    }

    /** What is to be said before a transfer; taken once. */
    @Nullable
    String announcement() {
        String words = announcement;
        announcement = null;
        return words;
    }

    /** What follows once the agent has finished speaking, null: it is the caller's turn. */
    @Nullable
    Afterwards afterwards() {
        return afterwards;
    }

    /** Nothing but this follows: there is nothing to talk about. */
    void endAfterwards(EndReason reason) {
        afterwards = new Afterwards.HangUp(reason);
    }

    void forget() {
        afterwards = null;
        announcement = null;
    }
}
