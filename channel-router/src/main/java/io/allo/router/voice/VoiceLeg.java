// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static java.util.Objects.requireNonNull;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.StreamMessage.CallState;
import io.allo.contracts.session.ContactResolution;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine.StaleEpochException;
import io.allo.router.conversation.Opened;
import io.allo.router.voice.Utterance.Afterwards;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One telephone call, from the first message of its socket to the last.
 *
 * <pre>
 *  start ─▶ resolve ─▶ ring ─▶ open, greet, first words synthesised ─▶ answer ─▶ (callState answered) ─▶ audio flows
 *              └─ nobody answers this number: reject 404                    │
 *                                                      anything fails: ─────┴─▶ apology, hangup
 *  … dialogue … ─▶ last words ─▶ mark ─▶ hangup, transfer          at any time: stop, or the line is lost
 * </pre>
 *
 * The phone rings while everything is prepared; no audio leaves before the answer; a call never ends in silence. Methods
 * are called in the call's {@link Mailbox}.
 */
public final class VoiceLeg {
    private static final Logger LOG = Logger.getLogger(VoiceLeg.class);
    /** How long the far end has to confirm the end of a call before the socket is closed on it. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final String callId;
    private final int epoch;
    private final VoiceServices services;
    private final Mailbox mailbox;
    private final CallLine line;
    private final VoiceTelemetry telemetry;
    private final VoiceRules rules;
    private final LineWatch watch;
    private final CallRecord record;
    private final LastWords lastWords;
    private final HandOver handOver;
    private final CallLimit limit;
    private Stage stage = Stage.NEW;
    private boolean answered;
    private boolean answerSent;
    private boolean midCall;
    private long answeredAt;
    private Prompts prompts;
    private Map<String, String> parameters = Map.of();
    private @Nullable Sound sound;
    private @Nullable CallOpening opening;
    private @Nullable CallDialogue dialogue;
    private Mailbox.Timer preparation = Mailbox.Timer.NONE;

    private enum Stage {
        NEW,
        PREPARING,
        /** The dialogue has it, or an apology in its place. */
        TALKING,
        OVER
    }

    VoiceLeg(
            String callId,
            int epoch,
            VoiceServices services,
            Mailbox mailbox,
            CallLine line,
            VoiceTelemetry telemetry) {
        this.callId = callId;
        this.epoch = epoch;
        this.services = services;
        this.mailbox = mailbox;
        this.line = line;
        this.telemetry = telemetry;
        this.rules = services.rules();
        this.prompts = Prompts.in(rules.defaultLanguage());
        this.record = new CallRecord(callId, mailbox, services);
        this.lastWords = new LastWords(mailbox, rules);
        this.handOver = new HandOver(mailbox, line, rules);
        this.limit = new CallLimit(mailbox, rules, handOver, () -> dialogue);
        this.watch = new LineWatch(mailbox, line, rules, this::lineLost);
    }

    public void message(StreamMessage message) {
        watch.heard();
        switch (message) {
            case StreamMessage.Start start -> start(start);
            case CallState state -> callState(state.state());
            case StreamMessage.Dtmf dtmf -> key(dtmf.dtmf().digit());
            case StreamMessage.Mark mark
            when sound != null -> markPlayed(mark.mark().name());
            case StreamMessage.TransferResult result when stage != Stage.OVER -> handOver.result(result);
            case StreamMessage.Stop stop -> stopped(stop.stop().reason());
            default -> {
                if (sound != null) {
                    sound.told(message);
                }
            }
        }
    }

    public void audio(AudioFrame frame) {
        watch.heard();
        telemetry.frameReceived();
        if (answered && dialogue != null) {
            dialogue.audio(sound().hear(frame));
        }
    }

    /** The socket is closed. Without a {@code stop} before, another worker may go on with the call. */
    public void lineLost() {
        if (stage != Stage.OVER) {
            over(EndReason.GATEWAY_LOST);
            line.close();
            record.endUnlessTakenOver(epoch);
        }
    }

    /** A defect in this code: the call ends, the others go on. */
    public void crashed(Throwable defect) {
        LOG.errorf(defect, "call %s failed", callId);
        hangUp(EndReason.FAILED);
    }

    public void goAway() {
        if (stage != Stage.OVER) {
            line.goAway();
        }
    }

    private void start(StreamMessage.Start start) {
        if (stage != Stage.NEW) {
            return;
        }
        stage = Stage.PREPARING;
        watch.begin();
        parameters = start.start().customParameters();
        sound = Sound.prepare(
                services,
                mailbox,
                line,
                telemetry,
                CompandingLaw.of(start.start().mediaFormat().encoding()),
                () -> answeredAt,
                new SpeakerEvents());
        handOver.returned(parameters.getOrDefault("transferOutcome", ""));
        midCall = start.allo() != null && start.allo().answered();
        if (midCall || start.allo() == null) {
            answered();
        }
        preparation = mailbox.after(
                rules.turnTimeout(), () -> unprepared(new IllegalStateException("preparation takes too long")));
        Contact contact = CallContact.of(callId, epoch, parameters);
        services.engine()
                .resolve(contact)
                .subscribe()
                .with(
                        agent -> mailbox.execute(() -> resolved(contact, agent)),
                        failure -> mailbox.execute(() -> unprepared(failure)));
    }

    private void resolved(Contact contact, ContactResolution agent) {
        if (stage != Stage.PREPARING) {
            return;
        }
        prompts = sound().spokenBy(agent, null, rules);
        if (!answered) {
            line.ring(agent.ringTimeoutSeconds());
        }
        services.engine()
                .open(contact)
                .subscribe()
                .with(
                        opened -> mailbox.execute(() -> opened(opened)),
                        failure -> mailbox.execute(() -> unprepared(failure)));
    }

    private void opened(Opened opened) {
        record.opened(opened.key());
        if (stage != Stage.PREPARING) {
            return;
        }
        stage = Stage.TALKING;
        preparation.cancel();
        sound().opened(opened, epoch, () -> dialogue);
        boolean heardBefore = midCall || (answered && !opened.fresh());
        FirstVoice first = FirstVoice.of(sound(), parts(midCall), opened, services.answering(), parameters);
        opening = CallOpening.of(sound(), parts(midCall), opened, heardBefore, first);
        dialogue =
                opening.before(services.dialogues().choose(parts(midCall), opened, prompts, lost -> modelLost(opened)));
        limit.opened(opened, heardBefore, prompts);
        talkBegins();
        dialogue.greet();
        handOver.opened(dialogue, prompts, opened.agent(), sound().tape());
    }

    private DialogueParts parts(boolean talkBegan) {
        return new DialogueParts(
                mailbox,
                services,
                sound(),
                line.abilities().transfers(),
                epoch,
                talkBegan,
                this::ready,
                this::superseded,
                this::nextAgent);
    }

    /** The speech-to-speech model is gone: the caller goes on with whoever is left. */
    private void modelLost(Opened opened) {
        if (stage == Stage.TALKING) {
            talkOn(opened, services.dialogues().withoutVoiceModel(parts(answered), opened.again(answered), prompts));
        }
    }

    /** Another agent of the business goes on in this call. */
    private void nextAgent(Opened next) {
        NextAgent.behind(mailbox, sound().speaker(), () -> {
            if (stage == Stage.TALKING) {
                requireNonNull(dialogue, "nobody has handed over").close();
                prompts = sound().spokenBy(next.agent(), next.session(), rules);
                talkOn(next, services.dialogues().choose(parts(answered), next, prompts, lost -> modelLost(next)));
            }
        });
    }

    private void talkOn(Opened opened, CallDialogue talk) {
        CallDialogue next = opening == null ? talk : opening.before(talk);
        dialogue = next;
        handOver.opened(next, prompts, opened.agent(), sound().tape());
        if (answered) {
            next.answered();
        }
        next.greet();
    }

    private Sound sound() {
        return requireNonNull(sound, "the call has not started");
    }

    /** Nobody can take this call, or nobody can be asked: the caller is told. */
    private void unprepared(Throwable failure) {
        if (stage != Stage.PREPARING) {
            return;
        }
        preparation.cancel();
        if (failure instanceof StaleEpochException) {
            superseded();
            return;
        }
        Refusal refusal = Refusal.of(failure);
        if (refusal != null && (!answered || refusal == Refusal.BLOCKED)) {
            hangUp(refusal.status, refusal.reason);
            return;
        }
        LOG.warnf("call %s could not be prepared: %s", callId, failure.toString());
        stage = Stage.TALKING;
        sound().speaker().say(prompts.apology(), Utterance.Kind.LAST_WORDS, new Afterwards.HangUp(EndReason.FAILED));
    }

    private void callState(String state) {
        switch (state) {
            case CallState.ANSWERED -> answered();
            case CallState.HELD -> hold(true);
            case CallState.RESUMED -> hold(false);
            case CallState.CONSULTING -> handOver.consulting(sound().speaker());
            default -> {}
        }
    }

    private void answered() {
        if (answered || stage == Stage.OVER) {
            return;
        }
        answered = true;
        answeredAt = mailbox.nanoTime();
        sound().speaker().open();
        talkBegins();
    }

    private void ready() {
        if (!answered && !answerSent) {
            answerSent = true;
            line.answer();
        }
    }

    /** Runs at the answer and at the opening, whichever comes last: only then both are known. */
    private void talkBegins() {
        CallDialogue talk = dialogue;
        if (answered && talk != null) {
            talk.answered();
            limit.begin();
        }
    }

    private void hold(boolean on) {
        if (sound != null) {
            sound.playout().hold(on);
        }
        if (dialogue != null) {
            dialogue.hold(on);
        }
    }

    private void key(String digit) {
        if (answered && dialogue != null && digit.length() == 1) {
            sound().keypad().pressed(digit.charAt(0));
        }
    }

    private final class SpeakerEvents implements Speaker.Listener {
        @Override
        public void ready(Utterance utterance) {
            VoiceLeg.this.ready();
        }

        @Override
        public void sent(Utterance utterance) {
            switch (requireNonNull(utterance.afterwards, "an utterance ended without a sequel")) {
                case Afterwards.Listen listen -> {
                    if (dialogue != null && !sound().keypad().collects()) {
                        dialogue.callersTurn();
                    }
                }
                case Afterwards.HangUp hangUp -> lastWords.onceHeard(utterance, () -> hangUp(hangUp.reason()));
                case Afterwards.Transfer transfer -> lastWords.onceHeard(utterance, () -> handOver.begin(transfer));
            }
        }
    }

    private void markPlayed(String name) {
        sound().speaker().markPlayed(name);
        lastWords.markPlayed(name);
    }

    private void hangUp(EndReason reason) {
        hangUp(480, reason);
    }

    private void hangUp(int status, EndReason reason) {
        if (stage == Stage.OVER) {
            return;
        }
        if (answered) {
            line.hangup(reason);
        } else {
            line.reject(status, reason);
        }
        over(reason);
        record.end(reason);
        mailbox.after(FAREWELL, line::close);
    }

    private void stopped(@Nullable EndReason reason) {
        if (stage != Stage.OVER) {
            boolean handedOver = handOver.underway() && !line.abilities().heartbeats();
            EndReason why = handedOver ? EndReason.TRANSFERRED : reason == null ? EndReason.CALLER_HANGUP : reason;
            over(why);
            if (!handedOver) { // whether it comes to that, the carrier says later
                record.end(why);
            }
        }
        line.close();
    }

    private void over(EndReason reason) {
        stage = Stage.OVER;
        preparation.cancel();
        limit.cancel();
        lastWords.cancel();
        handOver.cancel();
        watch.end();
        if (dialogue != null) {
            dialogue.close();
        }
        if (sound != null) {
            sound.close();
        }
        telemetry.ended(reason);
    }

    /** Another worker has the call: this one falls silent and leaves the record open. */
    private void superseded() {
        if (stage != Stage.OVER) {
            over(EndReason.WORKER_LOST);
            line.close();
        }
    }
}
