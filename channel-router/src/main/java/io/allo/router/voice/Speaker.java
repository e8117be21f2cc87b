// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.session.SpeechSettings;
import io.allo.router.speech.CallSpeech;
import io.allo.router.speech.HeldSpeech;
import io.allo.router.speech.SentenceSplitter;
import io.allo.router.voice.Utterance.Afterwards;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Says one utterance at a time: text in, sentences through the synthesizer in order, frames into the {@link Playout}, a mark
 * behind the last. One call, one mailbox.
 */
final class Speaker {
    private static final Logger LOG = Logger.getLogger(Speaker.class);
    private static final int PAUSE_BETWEEN_SENTENCES_MS = 160;

    private static final int PAUSE_AFTER_CUT_MS = 200;
    /** Sentences beyond this backlog are synthesised when they come closer: a long text must not fill the memory. */
    private static final Duration ENOUGH = Duration.ofSeconds(8);

    private final Mailbox mailbox;
    private final HeldSpeech speech;
    private final Playout playout;
    private final CompandingLaw law;
    private final Listener listener;
    private String language;
    private KeptSentences kept = KeptSentences.NONE;
    private int items;
    private SentenceSplitter splitter = new SentenceSplitter();
    private @Nullable Utterance current;
    private boolean synthesising;
    private Cancellable synthesis = () -> {};
    private Mailbox.Timer ticker = Mailbox.Timer.NONE;
    private @Nullable OpeningWords opening;
    /** The caller has just cut the agent off: a breath comes before the next words, which would sound like no stop at all. */
    private boolean breath;

    private final WaitingTone tone;
    private boolean owesWords;

    /** Told in the mailbox. */
    interface Listener {
        /** The first sound of this utterance is queued, or it turned out to be empty. */
        void ready(Utterance utterance);

        /** All of it is on its way to the ear; an empty one at once. */
        void sent(Utterance utterance);
    }

    Speaker(
            Mailbox mailbox,
            CallSpeech speech,
            Playout playout,
            CompandingLaw law,
            String language,
            Listener listener) {
        this.mailbox = mailbox;
        this.speech = new HeldSpeech(speech);
        this.playout = playout;
        this.law = law;
        this.language = language;
        this.listener = listener;
        this.tone = new WaitingTone(mailbox, playout, law);
    }

    /** The agent has to say something now: a long silence becomes a tone. */
    void owesWords(boolean words) {
        owesWords = words;
    }

    void language(String tag) {
        language = tag;
    }

    String language() {
        return language;
    }

    /** The agent's voice. */
    void voice(String name, SpeechSettings settings) {
        speech.voice(name, language, settings);
        kept = new KeptSentences(settings.uninterruptible());
    }

    /** The next item perhaps begins with this sentence: its sound is made ready. */
    void prepare(String sentence) {
        speech.prepare(sentence, language);
    }

    /** It does not. */
    void forgetPrepared() {
        speech.forget();
    }

    /** The call was answered: audio flows from here on. */
    void open() {
        ticker = mailbox.everyTick(this::tick);
        playout.open();
    }

    /** The call is over: what the engine still writes is not spoken. */
    void close() {
        if (current != null) {
            current.cut = true;
        }
        ticker.cancel();
        synthesis.cancel();
        if (opening != null) {
            opening.cancel();
        }
        speech.close();
    }

    /**
     * Says this in front of everything else and to its end. What is begun meanwhile is prepared and waits for {@link
     * Playout#endOpening}.
     *
     * @param sent all of it is on its way to the ear
     */
    void open(String text, Runnable sent) {
        playout.beginOpening();
        opening = new OpeningWords(mailbox, speech, playout, law, language, ++items, this::pump);
        opening.say(text, sent);
    }

    /** What is left of the opening is not said. */
    void dropOpening() {
        if (opening != null) {
            opening.drop();
        }
        playout.dropOpening();
    }

    /** Begins the next item. What was being said before is not said on. */
    Utterance begin(Utterance.Kind kind) {
        if (current != null) {
            current.cut = true;
        }
        splitter = new SentenceSplitter();
        synthesis.cancel();
        synthesising = false;
        current = new Utterance(++items, kind, kept);
        return current;
    }

    /** Says a whole text as one item. */
    Utterance say(String text, Utterance.Kind kind, Afterwards afterwards) {
        Utterance utterance = begin(kind);
        add(utterance, text);
        finish(utterance, afterwards);
        return utterance;
    }

    /** Says this behind what is being said. */
    void sayOn(String text) {
        if (current == null || current.cut || current.complete) {
            say(text, Utterance.Kind.PROMPT, new Afterwards.Listen());
        } else {
            add(current, "\n" + text + "\n");
        }
    }

    /** Says no more of what it was given so far; more of the same utterance may follow. */
    void hush() {
        Utterance speaking = speaking();
        if (speaking == null) {
            return;
        }
        if (speaking.complete) {
            cut(speaking);
            return;
        }
        splitter = new SentenceSplitter();
        speaking.unspoken.clear();
        speaking.kept.ended(speaking.lengthMs());
        synthesis.cancel();
        synthesising = false;
        playout.clear();
    }

    /** The next audio of a model that speaks itself, in the call's law, of any length. */
    void audio(Utterance utterance, byte[] g711) {
        if (utterance.cut || utterance.complete || g711.length == 0) {
            return;
        }
        queueLive(utterance, utterance.wholeFrames(g711));
    }

    private void queueLive(Utterance utterance, byte[] frames) {
        if (frames.length == 0) {
            return;
        }
        boolean first = utterance.lengthMs() == 0;
        playout.audio(utterance.item, utterance.lengthMs(), frames);
        utterance.sounded(Math.ceilDiv(frames.length, CompandingLaw.FRAME_BYTES) * 20);
        if (first) {
            listener.ready(utterance);
        }
        playout.tick();
    }

    /** Follows once everything that was queued has been heard. */
    void afterAll(Afterwards afterwards) {
        Utterance end = begin(Utterance.Kind.LAST_WORDS);
        end.afterwards = afterwards;
        end.complete = true;
        end.marked = true;
        playout.mark(markName(end.item), () -> listener.sent(end));
        playout.tick();
    }

    /** The next piece of its text. */
    void add(Utterance utterance, String delta) {
        if (!utterance.cut && !utterance.complete) {
            take(utterance, splitter.add(delta));
        }
    }

    /** No text follows. */
    void finish(Utterance utterance, Afterwards afterwards) {
        utterance.afterwards = afterwards;
        if (!utterance.cut) {
            queueLive(utterance, utterance.lastFrame());
            take(utterance, splitter.finish());
        }
        utterance.completed();
        pump();
    }

    /** The item that still sounds, or is about to. */
    @Nullable
    Utterance speaking() {
        return current != null && !current.over && !current.cut ? current : null;
    }

    /** Nothing sounds, and nothing is about to. */
    boolean silent() {
        return playout.idle() && hasSpoken();
    }

    /** Nothing is left to be synthesised. */
    boolean hasSpoken() {
        return current == null || current.marked || current.cut;
    }

    /** Says no more of what is being said; what waits is dropped. */
    void cut(Utterance utterance) {
        utterance.cut = true;
        utterance.unspoken.clear();
        synthesis.cancel();
        if (playout.sentMs(utterance.item) > 0) {
            breath = true;
            playout.clear();
        } else {
            playout.drop();
        }
    }

    /** The far end has played everything up to this mark. */
    void markPlayed(String name) {
        if (current != null && markName(current.item).equals(name)) {
            current.over = true;
        }
    }

    /** Every 20 ms: synthesises on when the backlog has shrunk. */
    void tick() {
        playout.tick();
        tone.owed(owesWords || synthesising);
        tone.tick(AudioFrame.TONE_ITEM);
        if (current != null && !current.unspoken.isEmpty()) {
            pump();
        }
    }

    private void take(Utterance utterance, List<String> sentences) {
        utterance.unspoken.addAll(sentences);
        pump();
    }

    private void pump() {
        Utterance utterance = current;
        boolean busy = synthesising || (opening != null && opening.synthesising());
        if (utterance == null || utterance.cut || busy || utterance.marked) {
            return;
        }
        if (utterance.unspoken.isEmpty()) {
            if (utterance.complete) {
                queueMark(utterance);
            }
            return;
        }
        if (playout.backlog().compareTo(ENOUGH) < 0) {
            synthesise(utterance, utterance.unspoken.remove());
        }
    }

    private void queueMark(Utterance utterance) {
        utterance.marked = true;
        if (utterance.lengthMs() == 0) {
            utterance.over = true;
            listener.ready(utterance);
            listener.sent(utterance);
            return;
        }
        playout.mark(markName(utterance.item), () -> listener.sent(utterance));
        playout.tick();
    }

    static String markName(int item) {
        return "item-" + item;
    }

    private void synthesise(Utterance utterance, String sentence) {
        synthesising = true;
        utterance.kept.begins(sentence, utterance.lengthMs());
        SentenceSound sound = new SentenceSound(utterance, sentence);
        synthesis = speech.speak(sentence, language)
                .subscribe()
                .with(
                        chunk -> mailbox.execute(() -> sound.chunk(chunk)),
                        failure -> mailbox.execute(() -> {
                            LOG.warnf("a sentence could not be spoken: %s", failure.toString());
                            sound.end();
                        }),
                        () -> mailbox.execute(sound::end));
    }

    /** The sound of one sentence, arriving in chunks. */
    private final class SentenceSound {
        private final Utterance utterance;
        private final String sentence;
        private int ms;

        SentenceSound(Utterance utterance, String sentence) {
            this.utterance = utterance;
            this.sentence = sentence;
        }

        void chunk(byte[] g711) {
            if (utterance.cut || g711.length == 0) {
                return;
            }
            boolean first = utterance.lengthMs() + ms == 0;
            if (first && breath) {
                breath = false;
                queue(law.silence(PAUSE_AFTER_CUT_MS));
            } else if (ms == 0 && !first) {
                queue(law.silence(PAUSE_BETWEEN_SENTENCES_MS));
            }
            queue(g711);
            if (first) {
                listener.ready(utterance);
            }
            playout.tick();
        }

        private void queue(byte[] g711) {
            playout.audio(utterance.item, utterance.lengthMs() + ms, g711);
            ms += Math.ceilDiv(g711.length, CompandingLaw.FRAME_BYTES) * 20;
        }

        void end() {
            if (!utterance.cut) {
                utterance.spoke(sentence, ms);
                synthesising = false;
                pump();
            }
        }
    }
}
