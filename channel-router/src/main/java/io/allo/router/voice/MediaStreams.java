// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.router.answering.AnsweringRules;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.VoiceModel;
import io.allo.router.conversation.WrittenAnswers;
import io.allo.router.recording.CallRecorders;
import io.allo.router.speech.SpeechRecognizer;
import io.allo.router.speech.SpeechSynthesizer;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.arc.All;
import io.quarkus.websockets.next.WebSocketConnection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Makes a call out of an open socket: its mailbox, line, leg, telemetry. */
@Singleton
class MediaStreams {
    private final ConversationEngine engine;
    private final SpeechSynthesizer speech;
    private final SpeechRecognizer recognizer;
    private final Dialogues dialogues;
    private final CallRecorders recorders;
    private final Keypads keypads;
    private final WrittenAnswers written;
    private final CarrierCalls carrier;
    private final MediaAdmission admission;
    private final VoiceConfig config;
    private final VoiceRules rules;
    private final AnsweringRules answering;
    private final LiveCalls calls;
    private final ObjectMapper json;
    private final VoiceMeters meters;
    private final AnswerMeters answers;
    private final Tracer tracer;
    private final Clock clock;
    private final List<OtherStreams> others;
    private final LoopMailbox.Loops loops = new LoopMailbox.Loops();

    MediaStreams(
            ConversationEngine engine,
            SpeechSynthesizer speech,
            SpeechRecognizer recognizer,
            @All List<VoiceModel> models,
            CallRecorders recorders,
            Keypads keypads,
            WrittenAnswers written,
            CarrierCalls carrier,
            MediaAdmission admission,
            VoiceConfig config,
            ListeningConfig listening,
            AnsweringConfig answering,
            LiveCalls calls,
            Supervisions supervisions,
            ObjectMapper json,
            VoiceMeters meters,
            AnswerMeters answers,
            Tracer tracer,
            Clock clock,
            @All List<OtherStreams> others) {
        this.engine = engine;
        this.speech = speech;
        this.recognizer = recognizer;
        this.dialogues = new Dialogues(models, listening.rules(), supervisions);
        this.recorders = recorders;
        this.keypads = keypads;
        this.written = written;
        this.carrier = carrier;
        this.admission = admission;
        this.config = config;
        this.rules = config.rules();
        this.answering = answering.rules();
        this.calls = calls;
        this.json = json;
        this.meters = meters;
        this.answers = answers;
        this.tracer = tracer;
        this.clock = clock;
        this.others = others;
    }

    /** On the socket's event loop. */
    MediaStream open(WebSocketConnection socket, String callId, int epoch, StreamLine.Dialect dialect) {
        LoopMailbox mailbox = loops.here();
        StreamLine stream = new StreamLine(socket, json, dialect, config.transferSupported());
        AtomicReference<VoiceLeg> call = new AtomicReference<>();
        CallLine line = dialect == StreamLine.Dialect.TWILIO
                ? new CarrierLine(
                        stream,
                        carrier,
                        callId,
                        epoch,
                        answer -> mailbox.execute(() -> call.get().message(answer)))
                : stream;
        String traceparent = socket.handshakeRequest().header("traceparent");
        CallTelemetry telemetry = new CallTelemetry(meters, answers, tracer, callId, epoch, traceparent);
        TracedEngine traced = new TracedEngine(engine, mailbox.loop(), tracer, telemetry::context);
        VoiceServices services = new VoiceServices(
                traced, speech, recognizer, dialogues, recorders, keypads, written, admission, rules, answering, clock);
        VoiceLeg leg = new VoiceLeg(callId, epoch, services, mailbox, line, telemetry);
        call.set(leg);
        mailbox.onCrash(leg::crashed);
        telemetry.whenEnded(() -> calls.remove(leg));
        calls.add(callId, leg, mailbox);
        OtherCall.Parts parts = new OtherCall.Parts(callId, mailbox, line, rules, telemetry);
        boolean ours = dialect == StreamLine.Dialect.BINARY || dialect == StreamLine.Dialect.JSON;
        MediaStream.Others takers = ours ? start -> OtherCall.open(others, start, parts) : MediaStream.Others.NOBODY;
        return new MediaStream(callId, leg, stream, mailbox, telemetry, json, takers);
    }
}
