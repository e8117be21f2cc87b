// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.StreamMessage.CallState;
import io.allo.contracts.media.StreamMessage.Start;
import io.allo.contracts.media.StreamMessage.Transfer.Mode;
import io.allo.contracts.session.ContactResolution;
import io.allo.router.answering.AnsweringRules;
import io.allo.router.answering.MachinePolicy;
import io.allo.router.conversation.AgentEvent.KeyEntry;
import io.allo.router.conversation.AnswerTimes;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.VoiceModel;
import io.allo.router.conversation.WrittenAnswers;
import io.allo.router.recording.CallRecorders;
import io.allo.router.speech.SpeechRecognizer;
import io.allo.router.speech.SpeechSynthesizer;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call, with a fake engine, a fake far end and a clock that the test winds. */
abstract class CallFixture {
    static final KeyEntry ONE_KEY = new KeyEntry(1, true);
    static final KeyEntry TWO_DIGITS = new KeyEntry(2, false);
    static final Prompts FRENCH = Prompts.in("fr");

    final VirtualMailbox mailbox = new VirtualMailbox();
    final FakeEngine engine = new FakeEngine();
    final FakeSpeech speech = new FakeSpeech();
    final FakeEars ears = new FakeEars();
    final List<Duration> firstVoice = new ArrayList<>();
    final List<EndReason> ended = new ArrayList<>();
    final List<AnswerTimes> answered = new ArrayList<>();
    final List<VoiceTelemetry.Ahead> aheads = new ArrayList<>();
    final List<VoiceModel> models = new ArrayList<>();
    CallRecorders recorders = CallRecorders.NONE;
    final Keypads keypads = new Keypads();
    final Supervisions supervisions = new Supervisions();
    WrittenAnswers written = WrittenAnswers.NONE;
    AnsweringRules answering = answering(MachinePolicy.HANG_UP, null);
    String direction = "inbound";
    Map<String, String> placedWith = Map.of();
    boolean takenOver;
    Duration ahead = Duration.ofMillis(100);
    Mode transferMode = Mode.BLIND;
    FakeGateway gateway = new FakeGateway(mailbox, false);
    VoiceLeg leg = leg(1);

    VoiceLeg leg(int epoch) {
        return leg(epoch, engine);
    }

    VoiceLeg leg(int epoch, ConversationEngine engine) {
        return leg(epoch, engine, mailbox, speech, ears);
    }

    VoiceLeg leg(
            int epoch, ConversationEngine engine, Mailbox mailbox, SpeechSynthesizer speech, SpeechRecognizer ears) {
        TakeoverLedger ledger = (callId, mine) -> Uni.createFrom().item(() -> takenOver);
        VoiceRules rules = new VoiceRules(
                Duration.ofSeconds(4),
                Duration.ofSeconds(12),
                2,
                Duration.ofMillis(600),
                10,
                Duration.ofSeconds(20),
                Duration.ofSeconds(4),
                Duration.ofSeconds(8),
                Duration.ofMillis(440),
                Duration.ofSeconds(8),
                Duration.ofMillis(500),
                Duration.ofSeconds(60),
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                "fr",
                transferMode);
        var listening = new ListeningRules(
                Duration.ZERO,
                Duration.ofMillis(1200),
                Duration.ofSeconds(2),
                Duration.ofMillis(2500),
                ahead,
                Set.of());
        var services = new VoiceServices(
                engine,
                speech,
                ears,
                new Dialogues(models, listening, supervisions),
                recorders,
                keypads,
                written,
                ledger,
                rules,
                answering,
                Clock.systemUTC());
        return new VoiceLeg("call-0001", epoch, services, mailbox, gateway, new RecordedTelemetry());
    }

    private final class RecordedTelemetry implements VoiceTelemetry {
        @Override
        public void firstVoice(Duration afterAnswer) {
            firstVoice.add(afterAnswer);
        }

        @Override
        public void frameReceived() {}

        @Override
        public void bargeIn(Duration delay) {}

        @Override
        public void bargeInDecided(boolean confirmed) {}

        @Override
        public void answered(ContactResolution agent, AnswerTimes times) {
            answered.add(times);
        }

        @Override
        public void answerAhead(Ahead step) {
            aheads.add(step);
        }

        @Override
        public void framesDropped(int frames) {}

        @Override
        public void ended(EndReason reason) {
            ended.add(reason);
        }
    }

    static AnsweringRules answering(MachinePolicy machine, @Nullable String message) {
        return new AnsweringRules(
                Duration.ofSeconds(3),
                Duration.ofMillis(3500),
                Duration.ofMillis(700),
                Duration.ofSeconds(45),
                machine,
                message);
    }

    void start(boolean answered) {
        Map<String, String> parameters = new HashMap<>(placedWith);
        parameters.putAll(Map.of("to", "+33939240575", "callerPhone", "+33612345678", "direction", direction));
        var format = new Start.MediaFormat(Start.MediaFormat.ALAW, 8000, 1);
        var body = new Start.Body("S", null, "call-0001", List.of("inbound"), parameters, format);
        message(new Start("1", "S", body, new Start.Allo(1, answered, null)));
    }

    void answered() {
        message(new CallState("S", CallState.ANSWERED));
    }

    /** A frame of the caller's voice. */
    void voice() {
        leg.audio(new AudioFrame(0, 0, 0, false, new byte[160]));
        mailbox.settle();
    }

    void key(String digit) {
        message(new StreamMessage.Dtmf(null, "S", new StreamMessage.Dtmf.Body(null, digit)));
    }

    static StreamMessage.Mark mark(String name) {
        return new StreamMessage.Mark(null, "S", new StreamMessage.Mark.Body(name));
    }

    static StreamMessage.Stop stop(@Nullable EndReason reason) {
        return new StreamMessage.Stop(null, "S", new StreamMessage.Stop.Body(null, "call-0001", reason));
    }

    void message(StreamMessage message) {
        leg.message(message);
        mailbox.settle();
    }

    /** A voice at the caller's end, for so long; silence of the line after it with {@link #callersSilence}. */
    void callersVoice(Duration time) {
        hear(time, sample -> SyntheticVoice.at(sample));
    }

    void callersSilence(Duration time) {
        hear(time, sample -> (short) 0);
    }

    void hear(Duration time, IntToShort sound) {
        for (int frame = 0; frame < time.toMillis() / 20; frame++) {
            short[] pcm = new short[160];
            for (int i = 0; i < pcm.length; i++) {
                pcm[i] = sound.at(frame * 160 + i);
            }
            leg.audio(new AudioFrame(frame, 0, frame * 20, false, CompandingLaw.ALAW.encode(pcm)));
            pass(Duration.ofMillis(20));
        }
    }

    /** A waveform. */
    interface IntToShort {
        short at(int sample);
    }

    /** Lets time pass while the gateway beats. */
    void pass(Duration time) {
        Duration left = time;
        while (left.isPositive()) {
            Duration step = left.compareTo(Duration.ofMillis(500)) < 0 ? left : Duration.ofMillis(500);
            mailbox.pass(step);
            leg.message(new StreamMessage.Heartbeat(0));
            left = left.minus(step);
        }
    }
}
