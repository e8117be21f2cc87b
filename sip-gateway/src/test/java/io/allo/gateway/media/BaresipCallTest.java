// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.StreamMessage.CallState;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.TestCertificate;
import io.allo.testkit.sip.Baresip;
import io.allo.testkit.sip.Tone;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole call of a real telephone, signalling and media: keys, hold and resume, plain and encrypted. */
class BaresipCallTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"audio_codecs=pcma", "audio_codecs=pcmu;mediaenc=srtp-mand"})
    void keysHoldAndResume(String account) throws Exception {
        MediaEngine engine = new MediaEngine(MediaTestSettings.defaults(), new SimpleMeterRegistry());
        engine.start();
        try (InMemoryWorker worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0.1));
                GatewayUnderTest gateway = new GatewayUnderTest(Map.of(), engine, worker);
                Baresip phone = Baresip.caller(folder, "phone", account, Tone.loud(440))) {
            phone.dial("sip:restaurant@127.0.0.1:" + gateway.port());
            keysHoldAndResume(phone, worker, gateway);
        } finally {
            engine.stop();
        }
    }

    /** Signalling over TLS, audio with the keys that went over it. */
    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void keysHoldAndResumeOverTlsAndSrtp(String algorithm) throws Exception {
        TestCertificate made = new TestCertificate(folder, "gateway.test", "ip:127.0.0.1", algorithm);
        Path certificate = folder.resolve("tls.crt");
        Path key = folder.resolve("tls.key");
        made.writeCertificate(certificate);
        made.writeKey(key);
        Map<String, String> tls =
                Map.of("tls-certificate", certificate.toString(), "tls-key", key.toString(), "tls-port", "0");
        String account = "audio_codecs=pcma;mediaenc=srtp-mand";
        MediaEngine engine = new MediaEngine(MediaTestSettings.defaults(), new SimpleMeterRegistry());
        engine.start();
        try (InMemoryWorker worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0.1));
                GatewayUnderTest gateway = new GatewayUnderTest(tls, engine, worker);
                Baresip phone = Baresip.callerOverTls(folder, "phone", account, Tone.loud(440), certificate)) {
            phone.dial("sip:restaurant@127.0.0.1:" + gateway.sip().tlsPort() + ";transport=tls");
            keysHoldAndResume(phone, worker, gateway);
        } finally {
            engine.stop();
        }
    }

    private static void keysHoldAndResume(Baresip phone, InMemoryWorker worker, GatewayUnderTest gateway) {
        InMemoryWorker.Session session = worker.nextSession();

        // Then: the caller is heard
        hears(session);

        // When
        for (char key : "15#".toCharArray()) {
            phone.press(key);
            await().until(() -> digits(session).endsWith(String.valueOf(key)));
        }

        // Then
        assertThat(digits(session)).isEqualTo("15#");

        // When / Then
        phone.hold();
        awaitState(session, CallState.HELD);
        phone.resume();
        awaitState(session, CallState.RESUMED);
        hears(session);

        // When: the worker ends it
        session.say(new StreamMessage.Hangup(session.streamSid(), null));

        // Then
        await().atMost(Duration.ofSeconds(15)).until(() -> gateway.calls().active() == 0);
        await().until(() -> gateway.sip().legs() == 0); // it has answered our BYE
    }

    private static void hears(InMemoryWorker.Session session) {
        int before = session.frames();
        await().atMost(Duration.ofSeconds(15)).until(() -> session.frames() > before + 50);
    }

    private static String digits(InMemoryWorker.Session session) {
        List<String> digits = session.heard().stream()
                .filter(StreamMessage.Dtmf.class::isInstance)
                .map(message -> ((StreamMessage.Dtmf) message).dtmf().digit())
                .toList();
        return String.join("", digits);
    }

    private static void awaitState(InMemoryWorker.Session session, String state) {
        await().atMost(Duration.ofSeconds(15))
                .until(() -> session.heard().contains(new CallState(session.streamSid(), state)));
    }
}
