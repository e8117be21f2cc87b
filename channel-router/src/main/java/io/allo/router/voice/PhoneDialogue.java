// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.AgentEvent.Action;
import io.allo.router.conversation.AgentEvent.TurnEnded;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationEngine.StaleEpochException;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.UserTurn;
import io.allo.router.conversation.UserTurn.Input;
import io.allo.router.voice.Utterance.Afterwards;
import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The turns of an opened conversation: keys and speech become turns of the caller, the engine's answers become utterances.
 *
 * <pre>
 *   greet ──▶ agent's turn ──TurnEnded──▶ caller's turn ──entry complete, end of speech──▶ agent's turn …
 *                  │  a key: clear, the rest stays unsaid                       │ silence: asked twice, then goodbye
 *                  └──TurnEnded(End | Transfer)──▶ last words ──▶ {@link Owner}
 * </pre>
 *
 * Keys pressed while the agent's turn lasts are kept and belong to the next entry (type-ahead); so are words said meanwhile. Keys win
 * over words. One call, one mailbox.
 */
final class PhoneDialogue implements CallDialogue {
    private static final Logger LOG = Logger.getLogger(PhoneDialogue.class);
    private static final EndReason SESSION_UNAVAILABLE =
            new EndReason(EndReason.Category.UPSTREAM, "session-unavailable");

    private final DialogueParts call;
    private final Mailbox mailbox;
    private final ConversationEngine engine;
    private final Speaker speaker;
    private final BargeIn bargeIn;
    private final Opened conversation;
    private final Prompts prompts;
    private final Ears ears;
    private final AnswerAhead ahead;
    private final CallerKeys keys;
    private String saidAhead = "";
    private final CallerSilence idle;
    private final RecordSteps record;
    private boolean agentsTurn = true;
    private boolean lastWords;
    private String signOfLife;
    private int turns;
    private int failuresInARow;
    private @Nullable AgentTurn current;
    private AgentEvent.@Nullable KeyEntry expected;
    private final EnginePatience patience;

    PhoneDialogue(DialogueParts call, Opened conversation, Prompts prompts, ListeningRules listening) {
        this.call = call;
        this.mailbox = call.mailbox();
        this.engine = call.engine();
        this.speaker = call.speaker();
        this.bargeIn = call.bargeIn();
        this.keys = new CallerKeys(mailbox, call.rules(), entry -> callerTurn(Input.KEYS, entry));
        this.patience = new EnginePatience(mailbox, call.rules().turnTimeout());
        this.conversation = conversation;
        this.prompts = prompts;
        this.record = new RecordSteps(mailbox, conversation.conversationId());
        this.ahead = new AnswerAhead(call, conversation.key(), this::awaitsWords);
        this.ears = new Ears(call, conversation, listening, new Heard(), ahead);
        this.signOfLife = prompts.listening();
        this.idle = new CallerSilence(
                call, conversation, this::ask, () -> endWith(prompts.silenceGoodbye(), EndReason.IDLE));
    }

    @Override
    public void greet() {
        if (conversation.fresh() || conversation.before().owesAnswer()) {
            agentSpeaks(engine.greet(conversation.key()));
            return;
        }
        engine.transcript(conversation.key())
                .subscribe()
                .with(said -> mailbox.execute(() -> goOn(said)), unknown -> mailbox.execute(() -> goOn(List.of())));
    }

    /** Who was already talking gets a sign of life; who was not has not heard the greeting yet. */
    private void goOn(List<Message> said) {
        String again = !said.isEmpty() && said.getLast() instanceof Message.Agent last ? last.text() : "";
        signOfLife = call.midCall() || again.isBlank() ? prompts.listening() + "\n" + again : again;
        agentSpeaks(engine.greet(conversation.key()));
    }

    @Override
    public void key(char key) {
        if (keys.habit(key) || lastWords || ears.muted()) {
            return;
        }
        bargeIn.keyPressed();
        ears.forget();
        saidAhead = "";
        if (agentsTurn) {
            keys.pressedAhead(key);
        } else {
            idle.start();
            keys.enter(key);
        }
    }

    /** What the recogniser makes of the caller's voice. */
    private final class Heard implements Ears.Owner {
        @Override
        public void speaks() {
            if (!lastWords && !agentsTurn) {
                idle.start();
            }
        }

        @Override
        public void said(String words) {
            if (lastWords || keys.begun() || SpokenEnding.sayNothing(words)) {
                return;
            }
            Utterance speaking = speaker.speaking();
            saidAhead = (saidAhead + " " + words).strip();
            if (!agentsTurn && (speaking == null || speaking.interruptible())) {
                bargeIn.afterKept(PhoneDialogue.this::takeSaidAhead);
            }
        }

        @Override
        public void deaf() {
            if (!lastWords && !agentsTurn) {
                speaker.say(prompts.chooseByKeys(), Utterance.Kind.PROMPT, new Afterwards.Listen());
            }
        }
    }

    private boolean awaitsWords() {
        return !lastWords && !agentsTurn && !keys.begun() && saidAhead.isEmpty();
    }

    private void takeSaidAhead() {
        String words = saidAhead;
        saidAhead = "";
        if (!words.isEmpty() && !agentsTurn && !lastWords) {
            bargeIn.cut();
            callerTurn(Input.SPEECH, words);
        }
    }

    private void callerTurn(Input input, String entry) {
        agentsTurn = true;
        keys.stop();
        idle.answered();
        call.answers().asked(input);
        String id = input.name().toLowerCase(Locale.ROOT) + "-" + call.epoch() + "-" + ++turns;
        UserTurn turn = new UserTurn(id, input, entry, call.clock().instant(), call.epoch());
        bargeIn.afterReport(() -> agentSpeaks(ahead.turn(turn)));
    }

    private void agentSpeaks(Multi<AgentEvent> events) {
        AgentTurn turn = new AgentTurn();
        current = turn;
        bargeIn.turnBegins();
        speaker.owesWords(true);
        patience.await(turn::failed);
        events.subscribe()
                .with(
                        event -> mailbox.execute(() -> turn.event(event)),
                        failure -> mailbox.execute(() -> turn.failed(failure)),
                        () -> mailbox.execute(turn::completed));
    }

    /** One answer of the engine while it streams. Never cancelled: what it does with tools must come to its end. */
    private final class AgentTurn {
        private Utterance utterance = speaker.begin(Utterance.Kind.AGENT);
        private boolean ended;
        private boolean spoke;
        private @Nullable Opened next;

        void event(AgentEvent event) {
            if (ended || current != this) {
                return;
            }
            patience.await(this::failed);
            switch (event) {
                case AgentEvent.Text text -> {
                    call.answers().firstWords();
                    spoke |= !text.delta().isBlank();
                    speaker.add(utterance, text.delta());
                }
                case AgentEvent.ToolStarted _ -> {}
                case AgentEvent.HandedOver over -> next = over.to().opened(conversation);
                case AgentEvent.ToolFinished done -> ears.toolDone(done);
                case TurnEnded end -> ended(end);
            }
        }

        void completed() {
            failed(new IllegalStateException("the engine's answer has no end"));
        }

        void failed(Throwable failure) {
            if (ended || current != this) {
                return;
            }
            close();
            if (failure instanceof StaleEpochException) {
                call.superseded().run();
                return;
            }
            LOG.warnf("conversation %s: a turn failed: %s", conversation.conversationId(), failure.toString());
            audible();
            boolean hopeless = ++failuresInARow > 1 || turns == 0;
            speaker.add(utterance, "\n" + (hopeless ? prompts.apology() : prompts.trouble()));
            if (hopeless) {
                lastWords(utterance, new Afterwards.HangUp(EndReason.FAILED));
            } else {
                listen(utterance, expected);
            }
        }

        private void ended(TurnEnded end) {
            close();
            call.answers().recorded();
            failuresInARow = 0;
            if (next != null) {
                bargeIn.turnEnded();
                lastWords(utterance, new Afterwards.Listen());
                call.nextAgent().accept(next);
                return;
            }
            if (!(end.action() instanceof Action.Listen)) {
                audible();
            }
            if (!spoke) {
                boolean nothing = end.text().isBlank() && end.action() instanceof Action.Listen;
                speaker.add(utterance, nothing ? signOfLife : end.text()); // a turn without words must not be a silence
            }
            switch (end.action()) {
                case Action.Listen listen -> listenOrLeave(end);
                case Action.End over -> lastWords(utterance, new Afterwards.HangUp(over.reason()));
                case Action.Transfer transfer -> transfer(utterance, transfer);
            }
        }

        /** A degraded session can only apologise. */
        private void listenOrLeave(TurnEnded end) {
            if (conversation.degraded()) {
                lastWords(utterance, new Afterwards.HangUp(SESSION_UNAVAILABLE));
            } else {
                listen(utterance, end.keyEntry());
            }
        }

        /** What must be heard is said again when the caller has cut it. */
        private void audible() {
            if (utterance.cut) {
                bargeIn.turnEnded();
                utterance = speaker.begin(Utterance.Kind.AGENT);
                spoke = false;
            }
        }

        private void close() {
            ended = true;
            speaker.owesWords(false);
            patience.over();
        }
    }

    private void listen(Utterance utterance, AgentEvent.@Nullable KeyEntry entry) {
        agentsTurn = false;
        expected = entry;
        keys.expect(entry);
        bargeIn.turnEnded();
        if (ears.muted()) {
            speaker.finish(utterance, new Afterwards.Listen());
            return;
        }
        if (keys.anyAhead() || !saidAhead.isEmpty() && !bargeIn.keeps()) {
            bargeIn.cut(); // who keys ahead knows what is asked
        }
        speaker.finish(utterance, new Afterwards.Listen());
        keys.enterThoseAhead(() -> !agentsTurn);
        bargeIn.afterKept(this::takeSaidAhead);
    }

    private void transfer(Utterance utterance, Action.Transfer transfer) {
        if (call.transfers()) {
            lastWords(utterance, new Afterwards.Transfer(transfer.target(), transfer.reason()));
        } else {
            speaker.add(utterance, "\n" + prompts.noTransfer());
            listen(utterance, expected);
        }
    }

    private void lastWords(Utterance utterance, Afterwards afterwards) {
        lastWords = true;
        keys.forgetThoseAhead();
        idle.stop();
        keys.stop();
        speaker.finish(utterance, afterwards);
    }

    @Override
    public void endWith(String words, EndReason reason) {
        if (lastWords) {
            return;
        }
        if (current != null) {
            current.close();
        }
        bargeIn.cut();
        record.add(() -> engine.said(conversation.key(), words));
        Utterance utterance = speaker.begin(Utterance.Kind.LAST_WORDS);
        speaker.add(utterance, words);
        lastWords(utterance, new Afterwards.HangUp(reason));
    }

    @Override
    public void takenBack(String words) {
        if (current != null) {
            current.close();
        }
        lastWords = false;
        agentsTurn = false;
        ears.unmute();
        expected = null;
        keys.expect(null);
        tell(words);
    }

    /** The line's own words, which the agent has to know too. */
    @Override
    public void tell(String words) {
        record.add(() -> engine.said(conversation.key(), words));
        speaker.say(words, Utterance.Kind.PROMPT, new Afterwards.Listen());
    }

    @Override
    public boolean quiet() {
        return !agentsTurn && !lastWords && speaker.silent() && !keys.begun() && !ears.busy();
    }

    @Override
    public void written(String words) {
        callerTurn(Input.TEXT, words);
    }

    @Override
    public void callersTurn() {
        if (!agentsTurn && !lastWords) {
            bargeIn.onceHeard(ears::unmute);
            idle.start();
            keys.enterThoseAhead(() -> !agentsTurn);
            takeSaidAhead();
        }
    }

    @Override
    public void audio(AudioFrame frame) {
        ears.hear(frame);
    }

    @Override
    public void hold(boolean on) {
        if (on) {
            idle.stop();
        } else {
            callersTurn();
        }
    }

    @Override
    public String collecting(boolean on) {
        patience.rest(on);
        return keys.takeThoseAhead();
    }

    /** The line is gone. A turn that runs goes on to its end in the engine, unheard. */
    @Override
    public void close() {
        lastWords = true;
        current = null;
        idle.stop();
        keys.stop();
        patience.over();
        ears.close();
    }

    private void ask(int askedBefore) {
        String words = askedBefore == 0 ? prompts.stillThere() : prompts.chooseByKeys();
        speaker.say(words, Utterance.Kind.PROMPT, new Afterwards.Listen());
    }
}
