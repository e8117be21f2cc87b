// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.audio.PcmFrames;
import io.allo.audio.ToneGenerator;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.trunk.TrunkPolicy.Srtp;
import io.allo.gateway.call.AudioPolicy;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.MediaLeg;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.testkit.sip.Baresip;
import io.allo.testkit.sip.Tone;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A real telephone (baresip) on our media: what it plays we hear, what we play it records, in each codec, plain and encrypted.
 * Its INVITE is answered by hand, so that only offer, answer and media are ours.
 */
class BaresipMediaTest {
    private static final int ITS_TONE_HZ = 440;
    private static final int OUR_TONE_HZ = 1000;

    @TempDir
    Path folder;

    private final RecordingListener listener = new RecordingListener();

    @ParameterizedTest
    @CsvSource({
        "PCMA, pcma, '', OFF",
        "G722, g722, '', OFF",
        "OPUS, opus, '', OFF",
        "PCMU, pcmu, ;mediaenc=srtp-mand, OPTIONAL",
        "PCMU, pcmu, ;mediaenc=srtp, REQUIRED",
        "OPUS, opus, ;mediaenc=srtp-mand, REQUIRED"
    })
    void bothHearTheOther(Codec codec, String itsCodec, String encryption, Srtp srtp) throws Exception {
        MediaEngine engine = new MediaEngine(MediaTestSettings.defaults(), new SimpleMeterRegistry());
        engine.start();
        MediaLeg leg = engine.open(new CallId("call-baresip"), listener);
        leg.streamCodec(Codec.PCMU);
        try (InviteAnswerer server = new InviteAnswerer(leg, new AudioPolicy(List.of(codec), srtp))) {
            try (Baresip baresip =
                    Baresip.caller(folder, "phone", "audio_codecs=" + itsCodec + encryption, Tone.loud(ITS_TONE_HZ))) {
                baresip.dial("sip:restaurant@127.0.0.1:" + server.port());
                server.answer();
                assertThat(server.agreed().codec()).isEqualTo(codec);
                assertThat(server.agreed().transport().srtp() != null).isEqualTo(srtp != Srtp.OFF);
                play(leg);
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> listener.framesFromCaller().size() > 150);
                server.hangUp();
            }
        } finally {
            leg.close();
            engine.stop();
        }
        assertThat(share(heardByUs(), ITS_TONE_HZ)).as("we hear its tone").isGreaterThan(0.85);
        assertThat(share(heardByIt(folder), OUR_TONE_HZ)).as("it hears ours").isGreaterThan(0.85);
        assertThat(leg.quality().received()).isGreaterThan(100);
    }

    private static void play(MediaLeg leg) {
        byte[] tone = Companding.encode(ToneGenerator.sine(OUR_TONE_HZ, Duration.ofMillis(1900), -12), Codec.PCMU);
        for (int i = 0; i < tone.length / 160; i++) {
            leg.play(new AudioFrame(i, 1, i * 20, false, Arrays.copyOfRange(tone, i * 160, (i + 1) * 160)));
        }
    }

    private short[] heardByUs() {
        List<AudioFrame> frames = listener.framesFromCaller();
        byte[] audio = new byte[100 * 160];
        for (int i = 0; i < 100; i++) {
            System.arraycopy(frames.get(frames.size() - 120 + i).payload(), 0, audio, i * 160, 160);
        }
        return Companding.decode(audio, Codec.PCMU);
    }

    /** One second out of the middle of what it recorded of our 1.9 s, found by its loudness; taken down to 8 kHz mono. */
    static short[] heardByIt(Path folder) throws IOException {
        Path dump;
        try (Stream<Path> files = Files.list(folder)) {
            dump = files.filter(file -> file.toString().endsWith("-dec.wav"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] file = Files.readAllBytes(dump);
        ByteBuffer head = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int step = head.getShort(22) * head.getInt(24) / 8000;
        short[] all = PcmFrames.fromLittleEndian(Arrays.copyOfRange(file, 44, file.length));
        short[] pcm = new short[all.length / step];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = all[i * step];
        }
        int start = 0;
        while (start < pcm.length && Math.abs(pcm[start]) < 2000) {
            start++;
        }
        assertThat(pcm.length - start).as("samples recorded from our tone on").isGreaterThan(12_000);
        return Arrays.copyOfRange(pcm, start + 3200, start + 11_200);
    }

    /** How much of the signal is this tone, 0 to 1. */
    static double share(short[] pcm, double hz) {
        double best = 0;
        for (double tried = hz - 3; tried <= hz + 3; tried += 0.25) {
            double real = 0;
            double imaginary = 0;
            double energy = 0;
            for (int i = 0; i < pcm.length; i++) {
                double angle = 2 * Math.PI * tried * i / 8000;
                real += pcm[i] * Math.cos(angle);
                imaginary += pcm[i] * Math.sin(angle);
                energy += (double) pcm[i] * pcm[i];
            }
            best = Math.max(best, 2 * (real * real + imaginary * imaginary) / pcm.length / energy);
        }
        return best;
    }
}
