// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.audio.G711;
import io.allo.contracts.media.AudioFrame;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestAccounts;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import io.allo.gateway.rtp.RtpPacket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A caller changes the codec by re-INVITE while both sides talk: real SIP, real RTP, a real worker socket. */
class CodecChangeTest {
    /** 60 ms: what may be lost of words by a change. */
    private static final int TOLERATED = 3;

    private static final int WORDS = 75;

    private final MediaEngine engine = new MediaEngine(MediaTestSettings.defaults(), new SimpleMeterRegistry());
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<RtpPacket> received = new CopyOnWriteArrayList<>();
    private final Map<Codec, Integer> voiced = new ConcurrentHashMap<>();
    private final AtomicInteger understood = new AtomicInteger();
    private final AtomicInteger said = new AtomicInteger();
    private InMemoryWorker worker;
    private GatewayUnderTest gateway;
    private TestPhone phone;
    private RtpPeer rtp;
    private volatile Codec speaking;
    private WireCodec encoder;

    @BeforeEach
    void start() {
        engine.start();
        worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0));
        gateway = new GatewayUnderTest(Map.of(), engine, worker);
        gateway.accounts().add(TestAccounts.speaking(1, "desk", "127.0.0.1", List.of("PCMA", "PCMU", "G722", "OPUS")));
        phone = new TestPhone(gateway.port());
    }

    @AfterEach
    void stop() {
        clock.shutdownNow();
        rtp.close();
        phone.close();
        gateway.close();
        worker.close();
        engine.stop();
    }

    @ParameterizedTest
    @CsvSource({"PCMA, PCMU", "PCMA, G722", "PCMU, OPUS", "OPUS, PCMA", "G722, PCMU", "OPUS, G722"})
    void noWordIsLostInEitherDirection(Codec before, Codec after) throws IOException {
        // Given: both talk
        TestCall call = answered(before);
        InMemoryWorker.Session session = worker.nextSession();
        session.listen(frame -> {
            if (!frame.concealed() && isVoiced(frame.payload(), before.law())) {
                understood.incrementAndGet();
            }
        });
        speak(before);
        Thread.ofVirtual().start(this::hear);
        for (int i = 0; i < WORDS; i++) {
            session.play(new AudioFrame(i, 1, i * 20, false, tone(before.law(), i)));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> understood.get() >= 10 && voiced(before) >= 10);

        // When: the peer goes on in the old codec for a while, as its 200 needs its time
        call.sendInDialog("INVITE", offer(after, 2));
        SipText ok = call.expect(200);
        call.ack();
        int atOnce = said.get();
        await().until(() -> said.get() >= atOnce + 8);
        speak(after);

        // Then
        assertThat(ok.body()).contains("RTP/AVP " + type(after));
        await().until(() -> voiced(before) + voiced(after) >= WORDS - TOLERATED);
        await().until(() -> said.get() >= atOnce + 20);
        clock.shutdownNow();
        await().untilAsserted(() -> assertThat(understood.get()).isGreaterThanOrEqualTo(said.get() - TOLERATED));
        List<Integer> types =
                received.stream().map(RtpPacket::payloadType).distinct().toList();
        assertThat(types).as("changed once").containsExactly(type(before), type(after));
        call.bye();
    }

    private TestCall answered(Codec codec) throws IOException {
        rtp = new RtpPeer(0);
        TestCall call = phone.call("desk");
        phone.send(call.inviteText(offer(codec, 1)));
        SipText ok = call.expect(200);
        call.ack();
        int gatewayPort = Integer.parseInt(ok.body().replaceFirst("(?s).*m=audio (\\d+) .*", "$1"));
        clock.scheduleAtFixedRate(() -> say(gatewayPort), 0, 20, TimeUnit.MILLISECONDS);
        return call;
    }

    private String offer(Codec codec, int version) {
        return "v=0\r\no=phone 1 %d IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio %d RTP/AVP %d\r\na=rtpmap:%d %s\r\n"
                .formatted(version, rtp.address().getPort(), type(codec), type(codec), codec.rtpmap);
    }

    private static int type(Codec codec) {
        return codec == Codec.OPUS ? 111 : codec.offeredPayloadType;
    }

    private synchronized void speak(Codec codec) {
        speaking = codec;
        encoder = WireCodec.of(codec);
    }

    /** One packet of a tone; the timestamps go on in the clock of the codec. */
    private synchronized void say(int gatewayPort) {
        Codec codec = speaking;
        if (codec == null) {
            return;
        }
        try {
            // what comes before the gateway has seen the ACK is nobody's
            int number = understood.get() == 0 ? 0 : said.getAndIncrement();
            byte[] payload = encoder.encode(tone(Codec.PCMU, number), Codec.PCMU);
            rtp.sendTo(gatewayPort, new RtpPacket(false, type(codec), rtp.sequence, rtp.timestamp, rtp.ssrc, payload));
            rtp.sequence = (rtp.sequence + 1) & 0xFFFF;
            rtp.timestamp += codec.clockRate / 50;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void hear() {
        Map<Codec, WireCodec> decoders = new EnumMap<>(Codec.class);
        try {
            while (true) {
                RtpPacket packet = rtp.receive();
                Codec codec = codecOf(packet.payloadType());
                byte[] heard = decoders.computeIfAbsent(codec, WireCodec::of).decode(packet.payload(), Codec.PCMU);
                if (isVoiced(heard, Codec.PCMU)) {
                    voiced.merge(codec, 1, Integer::sum);
                }
                received.add(packet);
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private static Codec codecOf(int payloadType) {
        return Arrays.stream(Codec.values())
                .filter(codec -> type(codec) == payloadType)
                .findFirst()
                .orElseThrow();
    }

    /** Packets of this codec in which there was something to hear. */
    private int voiced(Codec codec) {
        return voiced.getOrDefault(codec, 0);
    }

    private static boolean isVoiced(byte[] audio, Codec law) {
        return audio.length > 0 && Companding.voiced(audio, law);
    }

    /** 20 ms of 400 Hz, which has whole periods in them. */
    private static byte[] tone(Codec law, int number) {
        short[] pcm = new short[160];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (8000 * Math.sin(2 * Math.PI * 400 * (i + 160L * number) / 8000));
        }
        return law == Codec.PCMU ? G711.encodeUlaw(pcm) : G711.encodeAlaw(pcm);
    }
}
