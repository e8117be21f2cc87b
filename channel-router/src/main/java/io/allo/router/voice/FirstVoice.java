// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.session.VoicemailSettings;
import io.allo.router.answering.AnsweringDetector;
import io.allo.router.answering.AnsweringDetector.Verdict;
import io.allo.router.answering.AnsweringRules;
import io.allo.router.answering.MachinePolicy;
import io.allo.router.consent.Notices;
import io.allo.router.conversation.AnsweredBy;
import io.allo.router.conversation.Opened;
import io.allo.router.speech.Listening;
import io.allo.router.speech.SpeechEvent;
import io.allo.router.speech.SpeechRecognizer;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A call that we placed begins with whoever answers: the agent's first words are ready and wait until a person has said his, or
 * nobody has. A machine is hung up on, or gets the message after its beep. One call, one mailbox.
 */
final class FirstVoice implements CallDialogue {
    private static final Logger LOG = Logger.getLogger(FirstVoice.class);
    private static final int LONGEST_MESSAGE = 1000;
    /** For a line that sends no frames at all. */
    private static final Duration GRACE = Duration.ofMillis(500);
    /** How much later our own sounds may come back. */
    private static final Duration ECHO = Duration.ofSeconds(1);

    private final Sound sound;
    private final DialogueParts parts;
    private final Opened conversation;
    private final AnsweringRules rules;
    private final AnsweringDetector detector;
    private @Nullable CallDialogue dialogue;
    private @Nullable Listening listening;
    private @Nullable AnsweredBy known;
    private boolean waiting = true;
    private boolean over;
    private long quietSince;
    private Mailbox.Timer patience = Mailbox.Timer.NONE;

    private FirstVoice(Sound sound, DialogueParts parts, Opened conversation, AnsweringRules rules) {
        this.sound = sound;
        this.parts = parts;
        this.conversation = conversation;
        this.rules = rules;
        this.detector = new AnsweringDetector(rules);
        sound.playout().await(true);
    }

    /**
     * @param parameters of the stream: {@code direction}, and what the call was placed with
     * @return null: nobody has to be listened to first
     */
    static @Nullable FirstVoice of(
            Sound sound,
            DialogueParts parts,
            Opened conversation,
            AnsweringRules usual,
            Map<String, String> parameters) {
        AnsweringRules rules = wished(usual, conversation.agent().voicemail(), parameters);
        boolean placed = "outbound".equals(parameters.get("direction")) && !parts.midCall();
        return placed && rules.machine() != MachinePolicy.OFF
                ? new FirstVoice(sound, parts, conversation, rules)
                : null;
    }

    /** What the call was placed with comes before what its agent has, and that before what is usual. */
    private static AnsweringRules wished(
            AnsweringRules usual, VoicemailSettings agents, Map<String, String> parameters) {
        String own = filled(parameters.get("voicemailMessage"), agents.message());
        String text = filled(own, usual.message());
        MachinePolicy policy = MachinePolicy.named(filled(parameters.get("voicemail"), agents.action()))
                .orElse(own.isEmpty() ? usual.machine() : MachinePolicy.LEAVE_MESSAGE);
        boolean mute = policy == MachinePolicy.LEAVE_MESSAGE && text.isEmpty();
        return new AnsweringRules(
                usual.silence(),
                usual.greeting(),
                usual.pause(),
                usual.patience(),
                mute ? MachinePolicy.HANG_UP : policy,
                text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE));
    }

    private static String filled(@Nullable String first, @Nullable String otherwise) {
        boolean given = first != null && !first.isBlank();
        return given ? first.strip() : otherwise == null ? "" : otherwise.strip();
    }

    /** This dialogue, once a person is there. */
    CallDialogue before(CallDialogue talk) {
        dialogue = talk;
        return this;
    }

    private CallDialogue talk() {
        return requireNonNull(dialogue, "nobody talks");
    }

    @Override
    public void greet() {
        talk().greet();
    }

    @Override
    public void answered() {
        patience = parts.mailbox().after(rules.silence().plus(GRACE), () -> judged(detector.silent()));
    }

    @Override
    public void audio(AudioFrame frame) {
        if (over) {
            return;
        }
        if (sound.playout().aheadMs() > 0) {
            quietSince = parts.mailbox().nanoTime() + ECHO.toNanos();
        }
        boolean echo = parts.mailbox().nanoTime() < quietSince;
        judged(detector.next(sound.law().decode(frame.payload()), echo));
        if (!waiting && !over) {
            talk().audio(frame);
        } else if (known == null) {
            hear(frame.payload());
        }
    }

    /** The words tell it sooner than the sound. */
    private void hear(byte[] g711) {
        if (listening == null) {
            var call = new SpeechRecognizer.Call(
                    conversation.conversationId(),
                    sound.speaker().language(),
                    sound.law(),
                    conversation.agent().speech());
            listening = parts.recognizer().open(call, event -> parts.mailbox().execute(() -> understood(event)));
        }
        listening.hear(g711);
    }

    private void understood(SpeechEvent event) {
        switch (event) {
            case SpeechEvent.Used used -> sound.costs().used(used.usage());
            case SpeechEvent.Partial partial -> judged(detector.heard(partial.text()));
            case SpeechEvent.Final words -> judged(detector.heard(words.text()));
            default -> {}
        }
    }

    private void judged(Verdict verdict) {
        if (over) {
            return;
        }
        switch (verdict) {
            case LISTENING -> {}
            case HUMAN -> person(AnsweredBy.HUMAN);
            case UNKNOWN -> person(AnsweredBy.UNKNOWN);
            case MACHINE -> machine(false);
            case RECORDS -> machine(true);
        }
    }

    private void person(AnsweredBy who) {
        if (known == null) {
            is(who);
            begin();
        }
    }

    private void machine(boolean records) {
        if (known != AnsweredBy.MACHINE) {
            is(AnsweredBy.MACHINE);
            patience = parts.mailbox().after(rules.patience(), () -> machine(true));
        }
        switch (rules.machine()) {
            case OFF, GO_ON -> begin();
            case HANG_UP -> leave("", EndReason.ANSWERING_MACHINE);
            case LEAVE_MESSAGE -> {
                if (records) {
                    leave(message(), EndReason.VOICEMAIL_LEFT);
                }
            }
        }
    }

    private void is(AnsweredBy who) {
        known = who;
        patience.cancel();
        if (listening != null) {
            listening.close();
        }
        LOG.infof("conversation %s: answered by %s", conversation.conversationId(), who);
        sound.line().answeredBy(who);
        parts.engine()
                .answeredBy(conversation.key(), who)
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("who answered is not recorded: %s", failure.toString()));
    }

    private void begin() {
        if (waiting) {
            waiting = false;
            patience.cancel();
            sound.playout().await(false);
            talk().answered();
        }
    }

    /** Who hears the message is a person: he is told whose words they are. */
    private String message() {
        boolean says = conversation.agent().privacy().aiDisclosure();
        String iAm = says ? Notices.in(sound.speaker().language()).iAm(conversation) + " " : "";
        return iAm + requireNonNull(rules.message(), "there is no message");
    }

    private void leave(String words, EndReason reason) {
        sound.speaker().dropOpening();
        endWith(words, reason);
    }

    @Override
    public void key(char key) {
        if (over) {
            return;
        }
        if (known == null) {
            person(AnsweredBy.HUMAN); // machines press no keys
        }
        talk().key(key);
    }

    @Override
    public void callersTurn() {
        talk().callersTurn();
    }

    @Override
    public void takenBack(String words) {
        talk().takenBack(words);
    }

    @Override
    public void endWith(String words, EndReason reason) {
        over = true;
        patience.cancel();
        talk().endWith(words, reason); // takes back what waited
        sound.playout().await(false);
    }

    @Override
    public boolean quiet() {
        return !waiting && !over && talk().quiet();
    }

    @Override
    public void tell(String words) {
        talk().tell(words);
    }

    @Override
    public void written(String words) {
        talk().written(words);
    }

    @Override
    public String collecting(boolean on) {
        return talk().collecting(on);
    }

    @Override
    public void hold(boolean on) {
        talk().hold(on);
    }

    @Override
    public void close() {
        over = true;
        patience.cancel();
        if (listening != null) {
            listening.close();
        }
        talk().close();
    }
}
