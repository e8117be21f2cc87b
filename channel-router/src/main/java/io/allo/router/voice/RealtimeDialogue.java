// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.ToolLoop;
import io.allo.router.conversation.UserTurn;
import io.allo.router.conversation.VoiceEvent;
import io.allo.router.conversation.VoiceModel;
import io.allo.router.conversation.VoiceSession;
import io.allo.router.voice.Utterance.Afterwards;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A speech-to-speech model talks with the caller; the engine keeps the record and runs the tools.
 *
 * <pre>
 *  caller's frames ─▶ session.hear            session ─▶ Audio ─▶ utterance ─▶ playout
 *  keys ───────────▶ session.user                     ─▶ Heard, Said ─▶ engine's record, in order
 *  barge-in ───────▶ cancel, clear, heardOnly         ─▶ ToolCall ─▶ engine.runTool ─▶ toolResult ─▶ respond
 *  session lost ───▶ {@link Owner}: another dialogue goes on
 * </pre>
 *
 * One call, one mailbox.
 */
final class RealtimeDialogue implements CallDialogue {
    private static final Logger LOG = Logger.getLogger(RealtimeDialogue.class);

    private final DialogueParts parts;
    private final Mailbox mailbox;
    private final Speaker speaker;
    private final Opened conversation;
    private final Prompts prompts;
    private final VoiceModel model;
    private final Consumer<Throwable> lost;
    private final KeyEntries keys;
    private final CallerSilence idle;
    private final RecordSteps record;
    private final ModelTools tools;
    /** The provider's items that sound, or did a moment ago. */
    private final Map<String, Utterance> items = new HashMap<>();

    private @Nullable VoiceSession session;
    private @Nullable Cancellable opening;
    private @Nullable Utterance current;
    private Mailbox.Timer patience = Mailbox.Timer.NONE;
    private boolean listening = true;
    private boolean agentsTurn = true;
    private boolean over;
    private int turns;
    private boolean responding = true;

    /** @param lost the session could not be opened, or is gone: somebody else has to go on */
    RealtimeDialogue(
            DialogueParts parts, Opened conversation, Prompts prompts, VoiceModel model, Consumer<Throwable> lost) {
        this.parts = parts;
        this.mailbox = parts.mailbox();
        this.speaker = parts.speaker();
        this.conversation = conversation;
        this.prompts = prompts;
        this.model = model;
        this.lost = lost;
        this.keys = new KeyEntries(mailbox, parts.rules(), this::keyed);
        this.idle = new CallerSilence(
                mailbox, parts.rules(), this::askWhetherThere, () -> endWith(prompts.silenceGoodbye(), EndReason.IDLE));
        this.record = new RecordSteps(mailbox, conversation.conversationId());
        this.tools = new ModelTools(parts, conversation, this::toolDone);
        parts.bargeIn().whenHeard(this::truncate);
        parts.bargeIn().listen(this::cutAgent);
    }

    @Override
    public void greet() {
        patience = mailbox.after(parts.rules().modelOpening(), () -> {
            cancelOpening();
            gone(new VoiceEvent.Failure(VoiceEvent.Failure.Kind.RETRY, "the model's session does not open"));
        });
        Uni<List<Message>> before = conversation.fresh()
                ? Uni.createFrom().item(List.of())
                : parts.engine().transcript(conversation.key()).onFailure().recoverWithItem(List.of());
        opening = before.chain(history -> model.open(
                        new VoiceModel.Opening(
                                conversation.agent().model(),
                                conversation.session(),
                                conversation.agent().languages(),
                                parts.law(),
                                history),
                        event -> mailbox.execute(() -> event(event))))
                .subscribe()
                .with(open -> mailbox.execute(() -> opened(open)), failure -> mailbox.execute(() -> gone(failure)));
    }

    private void opened(VoiceSession open) {
        if (over) {
            open.close();
            return;
        }
        session = open;
        patience.cancel();
        if (conversation.fresh()) {
            open.user(conversation.session().greeting());
        } else {
            open.respond(ModelOrders.goOn(prompts));
        }
        awaitAnswer();
    }

    /** A model that says nothing at all must not be a silence. */
    private void awaitAnswer() {
        patience.cancel();
        patience = mailbox.after(
                parts.rules().modelSilence(),
                () -> gone(new VoiceEvent.Failure(VoiceEvent.Failure.Kind.RETRY, "the model is silent")));
    }

    @Override
    public void audio(AudioFrame frame) {
        if (listening && session != null) {
            session.hear(frame.payload());
        }
    }

    private void event(VoiceEvent event) {
        if (over) {
            return;
        }
        switch (event) {
            case VoiceEvent.CallerSpeaks speaks -> callerSpeaks();
            case VoiceEvent.CallerPauses pauses -> awaitAnswer();
            case VoiceEvent.Audio audio -> play(audio);
            case VoiceEvent.Words words -> utterance(words.item()).words(words.delta());
            case VoiceEvent.ItemEnded ended -> {}
            case VoiceEvent.Heard heard -> heard(UserTurn.Input.SPEECH, heard.text());
            case VoiceEvent.Said said -> record.add(() -> parts.engine().said(conversation.key(), said.text()));
            case VoiceEvent.ToolCall call -> {
                patience.cancel();
                tools.run(call);
            }
            case VoiceEvent.ResponseEnded end -> responseEnded(end);
            case VoiceEvent.Used used -> used(used.usage());
            case VoiceEvent.Expiring expiring -> {}
            case VoiceEvent.Lost gone -> gone(gone.failure());
        }
    }

    private void callerSpeaks() {
        idle.answered(); // whether he interrupts is decided here: CallerVoice
    }

    /** The caller wants to speak: silence at once, and the model learns what was heard. */
    private void cutAgent() {
        if (session != null && agentsTurn) {
            session.cancel();
        }
        parts.bargeIn().cut();
    }

    private void truncate(Utterance cut, long playedMs) {
        items.forEach((item, utterance) -> {
            if (utterance == cut && session != null) {
                session.heardOnly(item, playedMs);
            }
        });
    }

    private Utterance utterance(String item) {
        return items.computeIfAbsent(item, unknown -> {
            finishCurrent(new Afterwards.Listen());
            agentsTurn = true;
            parts.bargeIn().turnBegins();
            Utterance next = speaker.begin(Utterance.Kind.AGENT);
            current = next;
            return next;
        });
    }

    private void play(VoiceEvent.Audio audio) {
        patience.cancel();
        idle.stop();
        speaker.audio(utterance(audio.item()), audio.g711());
    }

    private void heard(UserTurn.Input input, String text) {
        String id = input.name().toLowerCase(Locale.ROOT) + "-" + parts.epoch() + "-" + ++turns;
        UserTurn turn = new UserTurn(id, input, text, parts.clock().instant(), parts.epoch());
        record.add(() -> parts.engine().heard(conversation.key(), turn));
    }

    private void toolDone(VoiceEvent.ToolCall call, ToolLoop.Done done) {
        if (over || session == null) {
            return;
        }
        session.toolResult(call.callId(), done.result());
        if (done.flags().mutesClientAudio()) {
            listening = false;
        }
        if (!responding && !tools.running()) {
            goOn();
        }
    }

    private void responseEnded(VoiceEvent.ResponseEnded end) {
        used(end.usage());
        responding = false;
        patience.cancel();
        record.afterwards(parts.bargeIn()::turnEnded);
        if (end.outcome() == VoiceEvent.ResponseEnded.Outcome.FAILED) {
            gone(new VoiceEvent.Failure(VoiceEvent.Failure.Kind.RETRY, "the model's answer failed"));
            return;
        }
        if (tools.running()) {
            finishCurrent(new Afterwards.Listen());
        } else {
            goOn();
        }
    }

    /** Nothing runs: the model speaks on, or what was decided happens, or it is the caller's turn. */
    private void goOn() {
        Afterwards next = tools.afterwards();
        if (next instanceof Afterwards.Transfer && !parts.transfers()) {
            tools.forget();
            listening = true;
            order(prompts.noTransfer());
            return;
        }
        String announcement = tools.announcement();
        if (announcement != null) {
            order(announcement);
        } else if (tools.answerDue()) {
            order(null);
        } else if (next != null) {
            leave(next);
        } else {
            agentsTurn = false;
            if (!finishCurrent(new Afterwards.Listen())) {
                callersTurn();
            }
        }
    }

    private void leave(Afterwards next) {
        over = true;
        idle.stop();
        keys.stop();
        if (!finishCurrent(next)) {
            speaker.afterAll(next);
        }
    }

    /** The model is to speak. */
    private void order(@Nullable String words) {
        if (session != null) {
            responding = true;
            session.respond(words == null ? null : ModelOrders.say(words));
            awaitAnswer();
        }
    }

    /** @return whether there was something to finish */
    private boolean finishCurrent(Afterwards then) {
        Utterance utterance = current;
        current = null;
        if (utterance == null || utterance.cut || utterance.complete) {
            return false;
        }
        speaker.finish(utterance, then);
        return true;
    }

    private void used(ModelUsage usage) {
        record.add(() -> parts.engine().used(conversation.key(), usage));
    }

    @Override
    public void key(char key) {
        if (over || session == null) {
            return;
        }
        idle.answered();
        cutAgent();
        keys.press(key);
    }

    private void keyed(String entry) {
        if (session != null && !over) {
            heard(UserTurn.Input.KEYS, entry);
            responding = true;
            session.user(ModelOrders.keys(entry));
            awaitAnswer();
        }
    }

    @Override
    public void callersTurn() {
        if (!agentsTurn && !over) {
            idle.start();
        }
    }

    private void askWhetherThere(int askedBefore) {
        order(prompts.stillThere());
    }

    @Override
    public void takenBack(String words) {
        over = false;
        listening = true;
        tools.forget();
        if (session == null) {
            speaker.say(words, Utterance.Kind.PROMPT, new Afterwards.Listen());
            return;
        }
        order(words);
    }

    @Override
    public void timeUp() {
        endWith(prompts.timeUp(), EndReason.MAX_DURATION);
    }

    /** By the line's own voice: the model may be what fails. */
    @Override
    public void endWith(String words, EndReason reason) {
        if (over) {
            return;
        }
        over = true;
        idle.stop();
        keys.stop();
        cutAgent();
        closeSession();
        record.add(() -> parts.engine().said(conversation.key(), words));
        speaker.say(words, Utterance.Kind.LAST_WORDS, new Afterwards.HangUp(reason));
    }

    @Override
    public void hold(boolean on) {
        listening = !on;
        if (on) {
            idle.stop();
        } else {
            callersTurn();
        }
    }

    @Override
    public void close() {
        over = true;
        parts.bargeIn().deaf();
        cancelOpening();
        idle.stop();
        keys.stop();
        patience.cancel();
        closeSession();
    }

    private void gone(Throwable failure) {
        if (over) {
            return;
        }
        LOG.warnf("conversation %s: the voice model is lost: %s", conversation.conversationId(), failure.toString());
        close();
        parts.bargeIn().cut();
        record.afterwards(() -> lost.accept(failure));
    }

    private void closeSession() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    private void cancelOpening() {
        if (opening != null && session == null) {
            opening.cancel();
        }
    }
}
