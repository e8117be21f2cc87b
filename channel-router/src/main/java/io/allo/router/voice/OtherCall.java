// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static java.util.Objects.requireNonNull;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.StreamMessage.CallState;
import io.allo.contracts.media.StreamMessage.Start;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A call of our gateway in which a person talks and no agent: what the line says and the person's voice go out at the pace at which
 * they are heard, the person's laid over the line's. It is answered at once; whoever is called is dialled then. One call, one mailbox.
 */
final class OtherCall implements OtherStreams.Far {
    private static final Logger LOG = Logger.getLogger(OtherCall.class);
    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private static final long FRAME = Duration.ofMillis(20).toNanos();
    /** So much is sent ahead of the ear: timers are late now and then. */
    private static final long LEAD = Duration.ofMillis(60).toNanos();
    /** A minute: nobody listens to more. */
    private static final int MOST_WORDS = 3_000;

    private final Parts parts;
    private final Start start;
    private final CompandingLaw law;
    private final SecondVoice voice;
    private final LineWatch watch;
    private final Deque<byte[]> words = new ArrayDeque<>();
    private OtherStreams.@Nullable OtherStream stream;
    private Mailbox.Timer ticks = Mailbox.Timer.NONE;
    private EndReason reason = EndReason.GATEWAY_LOST;
    private boolean answered;
    private boolean over;
    private long sentUntil;
    private int sequence;
    private int item = 1;
    private int offsetMs;

    /** The call around it. */
    record Parts(String callId, Mailbox mailbox, CallLine line, VoiceRules rules, VoiceTelemetry telemetry) {}

    private OtherCall(Start start, Parts parts) {
        this.parts = parts;
        this.start = start;
        this.law = CompandingLaw.of(start.start().mediaFormat().encoding());
        this.voice = new SecondVoice(law);
        this.watch = new LineWatch(parts.mailbox(), parts.line(), parts.rules(), this::lineLost);
    }

    /** Empty: it is an agent's call. */
    static Optional<OtherCall> open(Iterable<OtherStreams> takers, Start start, Parts parts) {
        OtherCall call = new OtherCall(start, parts);
        for (OtherStreams taker : takers) {
            call.stream = taker.open(start, call).orElse(null);
            if (call.stream != null) {
                return Optional.of(call);
            }
        }
        return Optional.empty();
    }

    /** Whoever is called is dialled; one who talks already talks on. */
    void begin() {
        watch.begin();
        voice.open();
        sentUntil = parts.mailbox().nanoTime();
        ticks = parts.mailbox().everyTick(this::tick);
        if (start.allo() != null && start.allo().answered()) {
            answered();
        } else {
            parts.line().answer();
        }
    }

    void message(StreamMessage message) {
        watch.heard();
        switch (message) {
            case CallState now when now.state().equals(CallState.ANSWERED) -> answered();
            case CallState now -> tell(now.state());
            case StreamMessage.Stop stop -> stopped(stop.stop().reason());
            default -> {}
        }
    }

    private void answered() {
        answered = true;
        tell(CallState.ANSWERED);
    }

    private void tell(String state) {
        if (stream != null) {
            stream.state(state);
        }
    }

    private void stopped(@Nullable EndReason why) {
        if (stream != null) {
            stream.ended(why);
        }
        reason = why == null ? EndReason.CALLER_HANGUP : why;
        lineLost();
    }

    void audio(AudioFrame frame) {
        watch.heard();
        parts.telemetry().frameReceived();
        if (answered && stream != null) {
            byte[] g711 = frame.payload();
            stream.audio("inbound", law == CompandingLaw.ULAW ? g711 : CompandingLaw.ULAW.encode(law.decode(g711)));
        }
    }

    @Override
    public void audio(byte[] ulaw) {
        parts.mailbox().execute(() -> {
            byte[] g711 = law == CompandingLaw.ULAW ? ulaw : law.encode(CompandingLaw.ULAW.decode(ulaw));
            for (int from = 0; from < g711.length && words.size() < MOST_WORDS; from += CompandingLaw.FRAME_BYTES) {
                byte[] frame = new byte[CompandingLaw.FRAME_BYTES];
                Arrays.fill(frame, law.silence);
                System.arraycopy(g711, from, frame, 0, Math.min(frame.length, g711.length - from));
                words.add(frame);
            }
        });
    }

    @Override
    public void voice(byte[] ulaw) {
        parts.mailbox().execute(() -> {
            for (int from = 0; from < ulaw.length; from += CompandingLaw.FRAME_BYTES) {
                voice.add(Arrays.copyOfRange(ulaw, from, Math.min(ulaw.length, from + CompandingLaw.FRAME_BYTES)));
            }
        });
    }

    private void tick() {
        long now = parts.mailbox().nanoTime();
        if (!answered || over) {
            return;
        }
        if (sentUntil - now < 0) {
            sentUntil = now;
        }
        while (sentUntil - now < LEAD) {
            byte[] said = words.poll();
            byte[] frame = said != null ? voice.over(said) : voice.sounds() ? voice.next() : null;
            if (frame == null) {
                if (offsetMs > 0) {
                    item++; // after a pause it is another utterance
                    offsetMs = 0;
                }
                return;
            }
            if (parts.line().unsent() < parts.rules().unsentLimit()) {
                parts.line().audio(new AudioFrame(sequence++ & 0xffff, item, offsetMs, false, frame));
            } else {
                parts.telemetry().framesDropped(1);
            }
            offsetMs += 20;
            sentUntil += FRAME;
        }
    }

    @Override
    public void close() {
        parts.mailbox().execute(() -> hangUp(EndReason.AGENT_HANGUP));
    }

    /** A defect in this code: the call ends, the others go on. */
    void crashed(Throwable defect) {
        LOG.errorf(defect, "call %s failed", parts.callId());
        hangUp(EndReason.FAILED);
    }

    private void hangUp(EndReason why) {
        if (!over) {
            reason = why;
            parts.line().hangup(why);
            parts.mailbox().after(FAREWELL, this::lineLost);
        }
    }

    /** Nothing more comes on the socket. Idempotent. */
    void lineLost() {
        if (!over) {
            over = true;
            watch.end();
            ticks.cancel();
            voice.close();
            words.clear();
            requireNonNull(stream, "no stream was opened").closed();
            parts.line().close();
            parts.telemetry().ended(reason);
        }
    }
}
