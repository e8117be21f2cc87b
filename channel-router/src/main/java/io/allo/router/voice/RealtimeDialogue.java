// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.ToolLoop;
import io.allo.router.conversation.UserTurn.Input;
import io.allo.router.conversation.VoiceEvent;
import io.allo.router.conversation.VoiceEvent.Failure;
import io.allo.router.conversation.VoiceModel;
import io.allo.router.voice.Utterance.Afterwards;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A speech-to-speech model talks with the caller; the engine keeps the record and runs the tools.
 *
 * <pre>
 *  caller's frames ─▶ line.hear               line ─▶ Audio ─▶ utterance ─▶ playout
 *  keys ───────────▶ line.user                     ─▶ Heard, Said ─▶ engine's record, in order
 *  barge-in ───────▶ cancel, clear, heardOnly      ─▶ ToolCall ─▶ engine.runTool ─▶ toolResult ─▶ respond
 *  session lost ───▶ {@link ModelLine} opens another; where it cannot, another dialogue goes on
 * </pre>
 * One call, one mailbox.
 */
final class RealtimeDialogue implements CallDialogue, ModelLine.Listener, CallerTurns.Owner {
    private static final Logger LOG = Logger.getLogger(RealtimeDialogue.class);

    private final DialogueParts parts;
    private final Opened conversation;
    private final Prompts prompts;
    private final ModelLine line;
    private final Consumer<Throwable> lost;
    private final KeyEntries keys;
    private final CallerSilence idle;
    private final ModelRecord record;
    private final ModelTools tools;
    private final ModelUtterances utterances;
    private final CallerTurns turns;
    private final ModelPatience patience;
    private boolean listening = true;
    private boolean agentsTurn = true;
    private boolean over;
    private boolean responding = true;
    private boolean failedBefore;
    private boolean answered;
    private boolean begun;
    private @Nullable Failure missing;
    /** The answer that is made, or was made last, has words of ours that have to be said. */
    private boolean dictated;

    /** @param lost no session can be opened: somebody else has to go on */
    RealtimeDialogue(
            DialogueParts parts, Opened conversation, Prompts prompts, VoiceModel model, Consumer<Throwable> lost) {
        this.parts = parts;
        this.conversation = conversation;
        this.prompts = prompts;
        this.lost = lost;
        this.record = new ModelRecord(parts, conversation);
        this.line = new ModelLine(parts, conversation, model, record, this);
        this.keys = new KeyEntries(parts.mailbox(), parts.rules(), it -> told(Input.KEYS, it, ModelOrders.keys(it)));
        Runnable leave = () -> endWith(prompts.silenceGoodbye(), EndReason.IDLE);
        this.idle = new CallerSilence(parts, conversation, askedBefore -> order(prompts.stillThere()), leave);
        this.utterances = new ModelUtterances(parts.speaker(), this::agentBegins);
        this.tools = new ModelTools(parts, conversation, record, this::toolDone);
        this.turns = new CallerTurns(parts, record, this);
        this.patience = new ModelPatience(parts, () -> tools.running() && !responding, this::gone);
        parts.bargeIn().whenHeard((cut, playedMs) -> utterances.behind(cut, item -> line.heardOnly(item, playedMs)));
        parts.bargeIn().listen(this::cutAgent);
    }

    @Override
    public void greet() {
        line.open(ModelLine.Why.FIRST);
    }

    /** While the phone rings all is prepared; nothing is asked of the model, and nothing billed, before the answer. */
    @Override
    public void opened(ModelLine.Why why) {
        if (!answered) {
            parts.ready().run();
        } else if (!begun) {
            begin();
        } else if (why == ModelLine.Why.LOST && responding) {
            line.goOn(ModelOrders.goOn(prompts));
            patience.awaitAnswer();
        }
    }

    @Override
    public void answered() {
        answered = true;
        if (line.isOpen()) {
            begin();
        }
    }

    @Override
    public boolean pause() {
        return !agentsTurn && !responding && !turns.callerTalks();
    }

    private void begin() {
        begun = true;
        if (conversation.degraded()) {
            tools.endAfterwards(EndReason.FAILED);
        }
        line.begin(prompts);
        patience.awaitAnswer();
    }

    @Override
    public void audio(AudioFrame frame) {
        if (listening) {
            line.hear(frame.payload());
        }
    }

    @Override
    public void event(VoiceEvent event) {
        if (over) {
            return;
        }
        switch (event) {
            case VoiceEvent.CallerSpeaks speaks -> {
                turns.begins(); // whether he interrupts is decided here: CallerVoice
                idle.answered();
                patience.awaitCaller();
            }
            case VoiceEvent.CallerPauses pauses -> {
                turns.pauses();
                patience.awaitAnswer();
            }
            case VoiceEvent.Audio audio -> {
                patience.awaitAnswer(); // more of it, or its end
                idle.stop();
                utterances.audio(audio);
            }
            case VoiceEvent.Words words -> utterances.words(words);
            case VoiceEvent.CallerTurn turn -> turns.complete(turn);
            case VoiceEvent.Heard heard -> turns.words(heard);
            case VoiceEvent.Said said -> said(said);
            case VoiceEvent.ToolCall call -> {
                patience.awaitAnswer();
                responding = true;
                line.asked(call);
                tools.run(call);
            }
            case VoiceEvent.ResponseEnded end -> responseEnded(end);
            case VoiceEvent.Used used -> record.used(used.usage());
            case VoiceEvent.ItemEnded _, VoiceEvent.Expiring _, VoiceEvent.Lost _, VoiceEvent.Withheld _ -> {}
        }
        tools.settle(!responding && utterances.allSaid() && !turns.awaitsWords());
    }

    /** An answer that he has not heard yet is made again, with what he said since. */
    @Override
    public void answer() {
        if (!listening) {
            return;
        }
        parts.answers().asked(Input.SPEECH);
        if (!dictated || parts.bargeIn().floor().agentSounds()) {
            cutAgent();
        }
        if (responding || tools.running()) {
            tools.answerAfterwards();
        } else {
            order(null);
        }
    }

    @Override
    public void noAnswer() {
        if (!listening || responding || tools.running()) {
            return;
        }
        patience.stop();
        if (tools.answerHeldBack() || !parts.bargeIn().floor().agentSounds()) {
            goOn();
        }
    }

    /** The caller wants to speak: silence at once, and the model learns what was heard. */
    private void cutAgent() {
        if (agentsTurn) {
            line.cancel();
        }
        parts.bargeIn().cut();
    }

    private void agentBegins() {
        agentsTurn = true;
        responding = true;
        parts.bargeIn().turnBegins();
    }

    private void said(VoiceEvent.Said said) {
        record.said(said.text());
        utterances.said(said.item());
        turnRecorded();
    }

    /** What was heard of a turn is told once the turn is in the record: its words may come after its end. */
    private void turnRecorded() {
        if (!responding && utterances.allSaid()) {
            record.afterwards(parts.bargeIn()::turnEnded);
        }
    }

    private void toolDone(VoiceEvent.ToolCall call, ToolLoop.Done done) {
        if (over) {
            return;
        }
        if (!line.toolResult(call, done)) {
            tools.answered();
        }
        if (done.flags().mutesClientAudio()) {
            mute(true);
        }
        if (!responding && !tools.running()) {
            goOn();
        }
    }

    /** Until the words of this turn are over the caller is neither heard nor does his voice stop them. */
    private void mute(boolean on) {
        listening = !on;
        if (on) {
            parts.bargeIn().deaf();
        } else {
            parts.bargeIn().listen(this::cutAgent);
        }
    }

    private void responseEnded(VoiceEvent.ResponseEnded end) {
        record.used(end.usage());
        responding = false;
        patience.stop();
        turnRecorded();
        boolean failed = end.outcome() == VoiceEvent.ResponseEnded.Outcome.FAILED;
        boolean twice = failed && failedBefore;
        failedBefore = failed;
        if (twice) {
            gone(new Failure(Failure.Kind.RETRY, "the model's answers fail"));
        } else if (failed) {
            order(null);
        } else if (tools.running()) {
            utterances.finish(new Afterwards.Listen());
        } else {
            goOn();
        }
    }

    /** Nothing runs: the model speaks on, or what was decided happens, or it is the caller's turn. */
    private void goOn() {
        parts.speaker().owesWords(false);
        switch (tools.next(turns.callerTalks())) {
            case ModelTools.Next.Speak speak -> order(speak.words());
            case ModelTools.Next.NoTransfer refused -> order(prompts.noTransfer());
            case ModelTools.Next.Leave leave -> leave(leave);
            case ModelTools.Next.Listen listen -> {
                agentsTurn = false;
                line.renewIfDue();
                if (!utterances.finish(new Afterwards.Listen())) {
                    callersTurn();
                }
            }
        }
    }

    private void leave(ModelTools.Next.Leave leave) {
        over = true;
        idle.stop();
        keys.stop();
        if (!utterances.finish(leave.then())) {
            parts.speaker().afterAll(leave.then());
        }
        leave.passOn().run();
    }

    private void order(@Nullable String words) {
        responding = true;
        agentsTurn = true;
        dictated = words != null;
        tools.answered();
        if (line.isOpen()) {
            line.respond(words == null ? null : ModelOrders.say(words));
            patience.awaitAnswer();
        }
    }

    @Override
    public void key(char key) {
        if (over || !listening) {
            return;
        }
        idle.answered();
        cutAgent();
        keys.press(key);
    }

    @Override
    public void written(String words) {
        told(Input.TEXT, words, ModelOrders.written(words));
    }

    /** A turn of the caller that nobody had to listen to. */
    private void told(Input input, String words, String forModel) {
        if (!over) {
            parts.answers().asked(input);
            record.heard(input, words);
            responding = true;
            line.user(forModel);
            patience.awaitAnswer();
        }
    }

    @Override
    public void callersTurn() {
        if (!agentsTurn && !over) {
            if (!parts.bargeIn().listens()) {
                parts.bargeIn().onceHeard(() -> mute(over));
            }
            idle.start();
        }
    }

    @Override
    public void takenBack(String words) {
        over = false;
        mute(false);
        tools.forget();
        if (missing != null) {
            gone(missing);
        } else {
            order(words);
        }
    }

    @Override
    public void tell(String words) {
        order(words);
    }

    @Override
    public boolean quiet() {
        return pause() && !over && line.isOpen() && parts.speaker().silent();
    }

    @Override
    public void endWith(String words, EndReason reason) {
        if (over) {
            return;
        }
        close();
        parts.bargeIn().cut();
        record.said(words);
        parts.speaker().say(words, Utterance.Kind.LAST_WORDS, new Afterwards.HangUp(reason));
    }

    @Override
    public void hold(boolean on) {
        listening = !on;
        idle.stop();
        if (!on) {
            callersTurn();
        }
    }

    @Override
    public String collecting(boolean on) {
        return keys.take();
    }

    @Override
    public void close() {
        over = true;
        parts.speaker().owesWords(false);
        parts.bargeIn().deaf();
        idle.stop();
        keys.stop();
        patience.stop();
        line.close();
    }

    @Override
    public void gone(Failure failure) {
        if (over) {
            missing = failure; // matters only to a caller who comes back
            return;
        }
        LOG.warnf("conversation %s: the voice model is lost: %s", conversation.conversationId(), failure.getMessage());
        close();
        parts.bargeIn().cut();
        record.afterwards(() -> lost.accept(failure));
    }
}
