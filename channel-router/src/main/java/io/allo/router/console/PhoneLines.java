// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.audio.G711;
import io.allo.router.console.ConsoleConfig.Understanding;
import io.allo.router.console.Segment.Said;
import io.allo.router.console.advice.SpeakerRole;
import io.allo.router.console.advice.Tongue;
import io.allo.router.console.hearing.Ears;
import io.allo.router.console.hearing.SegmentEars;
import io.allo.router.console.hearing.StreamEars;
import io.allo.router.console.hearing.Transcriptions;
import io.allo.router.console.hearing.WhisperClient;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.speech.SpeechRecognizer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Makes the lines of calls: who is who, and who understands them. */
@Singleton
class PhoneLines {
    private static final Logger LOG = Logger.getLogger(PhoneLines.class);
    private static final Duration TECHNICIAN_AT_LEAST = Duration.ofMillis(500);
    private static final Duration ASSISTANT_AT_LEAST = Duration.ofSeconds(1);
    private static final double KNOWN = 0.95;
    private static final double UNKNOWN = 0.5;
    private static final String NOBODY = "unknown";

    private final ConsoleDesk desk;
    private final Lines lines;
    private final Watchers watchers;
    private final SpeechRecognizer recognizer;
    private final Understanding listening;
    private final Optional<WhisperClient> whisper;
    private final String whisperModel;
    private final ConsoleCosts costs;

    PhoneLines(
            ConsoleDesk desk,
            Lines lines,
            Watchers watchers,
            SpeechRecognizer recognizer,
            ConsoleConfig config,
            ConsoleCosts costs,
            @ConfigProperty(name = "allo.stt.deepgram.api-key") Optional<String> deepgram) {
        this.desk = desk;
        this.lines = lines;
        this.watchers = watchers;
        this.recognizer = recognizer;
        this.costs = costs;
        ConsoleConfig.Whisper with = config.whisper();
        this.whisperModel = with.model();
        this.whisper = with.apiKey().map(key -> new WhisperClient(with.baseUrl(), key, with.model(), with.timeout()));
        this.listening = config.listening() != Understanding.AUTO
                ? config.listening()
                : deepgram.isEmpty() && whisper.isPresent() ? Understanding.SEGMENTS : Understanding.STREAM;
    }

    /** The session's line from now on. @param loop runs tasks on the line's event loop, one after the other */
    PhoneLine open(ConsoleSession session, Executor loop, PhoneLine.Outlet outlet) {
        PhoneLine line = new PhoneLine(session, sides(session, loop), loop, outlet, watchers, lines);
        lines.put(session.key(), line);
        return line;
    }

    /** Nobody is heard of whom nothing is known: there would be nobody to help. */
    private PhoneLine.Sides sides(ConsoleSession session, Executor loop) {
        Said technician = technician(session);
        Said assistant = assistant(session);
        if (listening == Understanding.STREAM) {
            return new PhoneLine.Sides(
                    technician.role() == SpeakerRole.UNKNOWN ? Ears.DEAF : stream(session, loop, technician),
                    stream(session, loop, assistant));
        }
        if (whisper.isEmpty()) {
            return new PhoneLine.Sides(Ears.DEAF, Ears.DEAF);
        }
        Transcriptions queue = new Transcriptions(
                (ulaw, language, before) -> whisper.get()
                        .transcribe(ulaw, language, before)
                        .invoke(_ -> costs.used(session.key(), ofWhisper(ulaw))),
                loop,
                session.language());
        return new PhoneLine.Sides(
                technician.role() == SpeakerRole.UNKNOWN
                        ? Ears.DEAF
                        : new SegmentEars(queue, true, TECHNICIAN_AT_LEAST, says(session, technician)),
                new SegmentEars(queue, false, ASSISTANT_AT_LEAST, says(session, assistant)));
    }

    private Ears stream(ConsoleSession session, Executor loop, Said as) {
        return new StreamEars(
                recognizer,
                session.key().sessionId() + "/" + as.speaker(),
                session.language(),
                loop,
                says(session, as),
                usage -> costs.used(session.key(), usage));
    }

    /** Billed by its time. */
    private ModelUsage ofWhisper(byte[] ulaw) {
        return ModelUsage.ofAudio(whisperModel, ulaw.length * 1_000L / G711.SAMPLE_RATE);
    }

    private Consumer<Ears.Heard> says(ConsoleSession session, Said as) {
        return heard -> desk.say(
                        session,
                        new Said(
                                as.speaker(),
                                as.role(),
                                as.name(),
                                heard.text().replace("\0", ""),
                                as.language(),
                                as.confidence(),
                                heard.start(),
                                heard.end(),
                                true))
                .subscribe()
                .with(_ -> {}, failure -> LOG.warnf("Something said is not kept: %s", failure.toString()));
    }

    /** Whoever is at the telephone: the technician that was registered, else somebody unknown. */
    static Said technician(ConsoleSession session) {
        boolean registered = session.call() != null
                || session.technicianName() != null
                || !session.technicianId().equals(NOBODY);
        SpeakerRole role = registered ? SpeakerRole.TECHNICIAN : SpeakerRole.UNKNOWN;
        String id = session.technicianId().equals(NOBODY) ? role.wireName() : session.technicianId();
        String usual = session.tongue() == Tongue.FR ? "Technicien" : "Technician";
        String name = session.technicianName() == null ? usual : session.technicianName();
        return new Said(id, role, name, "", session.language(), registered ? KNOWN : UNKNOWN, 0, 0, true);
    }

    private static Said assistant(ConsoleSession session) {
        return new Said(
                SpeakerRole.ASSISTANT.wireName(),
                SpeakerRole.ASSISTANT,
                "Support",
                "",
                session.language(),
                KNOWN,
                0,
                0,
                true);
    }
}
