// SPDX-License-Identifier: Apache-2.0
package io.allo.benchmarks;

import io.allo.testkit.provider.RealtimeAnswer;
import io.allo.testkit.provider.RealtimePeer;
import io.allo.testkit.provider.RealtimeServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Both ends of speech-to-speech calls in one process, with one clock: callers (RTP; SIPp does their SIP) and the Realtime stand-in. What
 * lies between is Allo. Started by {@code voice.py}: {@code VoiceCallers <callers> <first RTP port> <provider port> <thinking ms>
 * <answer ms> <sentence, A-law file>}; reads {@code begin} and {@code end} from its input and writes the figures as a line of JSON.
 */
public final class VoiceCallers {
    private static final Logger LOG = Logger.getLogger(VoiceCallers.class.getName());
    private static final long FRAME_NANOS = 20_000_000;
    private static final long NANOS_PER_MS = 1_000_000;
    private static final int FRAME_BYTES = 160;
    /** After a sentence: end of the turn, thinking, what is left before the next one. */
    private static final int PAUSE_MS = 2000;

    private final Figures figures = new Figures();
    private final List<RtpCaller> callers = new ArrayList<>();
    private final Map<RealtimePeer, RtpCaller> behind = new ConcurrentHashMap<>();

    private VoiceCallers(int count, int firstPort, int cycleFrames, byte[] sentence) throws IOException {
        for (int i = 0; i < count; i++) {
            callers.add(new RtpCaller(i, firstPort + 2 * i, sentence, cycleFrames, figures));
        }
    }

    public static void main(String[] args) throws IOException {
        int thinking = Integer.parseInt(args[3]);
        int answer = Integer.parseInt(args[4]);
        byte[] file = Files.readAllBytes(Path.of(args[5]));
        byte[] sentence = Arrays.copyOf(file, file.length - file.length % FRAME_BYTES);
        int cycle = sentence.length / FRAME_BYTES + (PAUSE_MS + thinking + answer) / 20;
        VoiceCallers all = new VoiceCallers(Integer.parseInt(args[0]), Integer.parseInt(args[1]), cycle, sentence);
        try (RealtimeServer provider = new RealtimeServer().start(Integer.parseInt(args[2]))) {
            provider.otherwise(
                    RealtimeAnswer.says("Une réponse de la doublure.", answer).after(Duration.ofMillis(thinking)));
            provider.outgoing((at, piece) -> {
                if (at == 0 && piece.length >= Stamp.BYTES) {
                    Stamp.into(piece, 0);
                }
            });
            provider.watch(all::told);
            Thread.ofPlatform().daemon().name("callers").start(all::run);
            all.obey();
        }
    }

    private void obey() throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        say("ready");
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            if (line.equals("begin")) {
                figures.reset();
            } else if (line.equals("end")) {
                say(figures.json());
            }
        }
    }

    /** Standard output is this program's protocol. */
    private static void say(String line) throws IOException {
        Files.writeString(Path.of("/dev/stdout"), line + "\n");
    }

    private void told(RealtimePeer peer, String type) {
        switch (type) {
            case "connected" -> peer.listen(audio -> heard(peer, audio));
            case "conversation.item.truncate" -> {
                RtpCaller caller = behind.get(peer);
                if (caller != null) {
                    caller.keyTruncated(System.nanoTime());
                }
            }
            default -> {}
        }
    }

    private void heard(RealtimePeer peer, byte[] audio) {
        ByteBuffer frame = ByteBuffer.wrap(audio);
        if (Stamp.in(frame)) {
            figures.up.add(Stamp.nanos(frame));
            int caller = Stamp.caller(frame);
            if (caller >= 0 && caller < callers.size()) {
                behind.put(peer, callers.get(caller));
            }
        }
    }

    /** Callers are spread over the 20 ms, so that they do not all send at once. */
    private void run() {
        ByteBuffer buffer = ByteBuffer.allocate(2048);
        try (Selector selector = Selector.open()) {
            for (RtpCaller caller : callers) {
                caller.channel().register(selector, SelectionKey.OP_READ, caller);
            }
            long due = System.nanoTime();
            for (int slot = 0; ; slot = (slot + 1) % 20) {
                due += FRAME_NANOS / 20;
                long wait;
                while ((wait = due - System.nanoTime()) > 0) {
                    selector.select(key -> receive(key.attachment(), buffer), Math.max(1, wait / NANOS_PER_MS));
                }
                selector.selectNow(key -> receive(key.attachment(), buffer)); // who is late catches up
                for (int i = slot; i < callers.size(); i += 20) {
                    callers.get(i).tick(System.nanoTime());
                }
            }
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "the callers are gone", e);
        }
    }

    private static void receive(Object caller, ByteBuffer buffer) {
        try {
            ((RtpCaller) caller).receive(buffer);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a caller hears nothing", e);
        }
    }
}
