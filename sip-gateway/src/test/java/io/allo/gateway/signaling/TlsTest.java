// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.peer.GatewayUnderTest;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.StreamPhone;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestCertificate;
import io.allo.gateway.peer.TestPhone;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIP over TLS: calls, names of servers (RFC 5922), certificates that change. */
class TlsTest {
    @TempDir
    Path folder;

    private Path certificate;
    private Path key;

    @BeforeEach
    void files() {
        certificate = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
    }

    private GatewayUnderTest gateway(InMemoryWorker worker) {
        return new GatewayUnderTest(
                Map.of(
                        "tls-certificate",
                        certificate.toString(),
                        "tls-key",
                        key.toString(),
                        "tls-port",
                        "0",
                        "tls-reload",
                        "100ms"),
                worker);
    }

    private static SSLSocket connect(SSLContext context, int port) throws Exception {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.startHandshake();
        return socket;
    }

    @Test
    void callOverTlsGoesOnWhileTheCertificateChanges() throws Exception {
        TestCertificate first = new TestCertificate(folder, "first.test", "dns:first.test");
        TestCertificate second = new TestCertificate(folder, "second.test", "dns:second.test");
        first.writeCertificate(certificate);
        first.writeKey(key);
        try (InMemoryWorker worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0));
                GatewayUnderTest gateway = gateway(worker);
                TestPhone words = new TestPhone(gateway.port());
                StreamPhone phone =
                        new StreamPhone(connect(first.client(), gateway.sip().tlsPort()))) {
            // Given a call
            TestCall call = words.call("restaurant");
            phone.send(call.inviteText(TestCall.OFFER), "TLS");
            SipText ok = phone.expect(m -> m.status() == 200);
            assertThat(ok.contact()).contains(":" + gateway.sip().tlsPort()).contains("transport=tls");
            phone.send(call.request("ACK", ok.contact(), TestCall.branch(), 1, ok.toTag(), ""), "TLS");
            InMemoryWorker.Session session = worker.nextSession();

            // When the certificate is another
            second.writeCertificate(certificate);
            second.writeKey(key);
            Files.setLastModifiedTime(certificate, FileTime.from(Instant.now().plusSeconds(5)));

            // Then new connections see it, and the call's own BYE comes by its connection
            await().ignoreExceptions().untilAsserted(() -> {
                try (SSLSocket later = connect(second.client(), gateway.sip().tlsPort())) {
                    assertThat(((X509Certificate) later.getSession().getPeerCertificates()[0])
                                    .getSubjectX500Principal()
                                    .getName())
                            .isEqualTo("CN=second.test");
                }
            });
            session.say(new StreamMessage.Hangup(session.streamSid(), null));
            SipText bye = phone.expect(m -> m.startLine().startsWith("BYE"));
            assertThat(bye.header("Via")).contains("TLS");
            phone.send(call.answerText(bye, "200 OK", ""), "TLS");
            await().until(() -> gateway.sip().legs() == 0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sip.example.test, dns:sip.example.test, sip.example.test, true",
        "x, 'dns:other.test,dns:sip.example.test', SIP.example.TEST, true",
        "x, 'dns:*.example.test', sip.example.test, true",
        "x, 'dns:*.example.test', a.b.example.test, false",
        "x, 'dns:*.example.test', example.test, false",
        "x, 'dns:*.test', example.test, false",
        "*.example.test, '', sip.example.test, true",
        "x, 'dns:other.test', sip.example.test, false",
        "sip.example.test, 'dns:other.test', sip.example.test, false",
        "sip.example.test, '', sip.example.test, true",
        "x, 'uri:sip:example.test,dns:host.test', example.test, true",
        "x, 'uri:sip:example.test,dns:host.test', host.test, false",
        "x, 'ip:192.0.2.1', 192.0.2.1, true",
        "192.0.2.1, 'dns:x.test', 192.0.2.1, false"
    })
    void nameOfAServer(String commonName, String names, String domain, boolean right) throws Exception {
        TestCertificate made = new TestCertificate(folder, commonName, names);
        assertThat(PeerName.isNamed(made.certificate(), domain)).isEqualTo(right);
    }

    @Test
    void serverWithAnotherNameIsNotSpokenTo() throws Exception {
        TestCertificate made = new TestCertificate(folder, "trunk.test", "dns:trunk.test");
        try (SSLServerSocket server = (SSLServerSocket)
                made.server().getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(server));
            SipNetworkLayer layer = new SipNetworkLayer();
            layer.tls(trusting(made));
            InetAddress address = InetAddress.getLoopbackAddress();

            layer.expect(address, server.getLocalPort(), "trunk.test");
            try (SSLSocket socket = layer.createSSLSocket(address, server.getLocalPort())) {
                socket.startHandshake();
            }
            layer.expect(address, server.getLocalPort(), "bank.test");
            try (SSLSocket socket = layer.createSSLSocket(address, server.getLocalPort())) {
                assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
            }
        }
    }

    private static void serve(SSLServerSocket server) {
        while (true) {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                socket.startHandshake();
            } catch (SSLHandshakeException e) {
                continue; // the client went away, as it should
            } catch (java.io.IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    private static SSLContext trusting(TestCertificate made) throws Exception {
        java.security.KeyStore trusted = java.security.KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", made.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                null,
                new TrustManager[] {new PeerTrust(List.of((X509TrustManager) trust.getTrustManagers()[0]))},
                null);
        return context;
    }

    @ParameterizedTest
    @CsvSource({"EC, PKCS#8", "EC, SEC 1", "RSA, PKCS#8", "RSA, PKCS#1", "EC, PKCS#12", "RSA, PKCS#12"})
    void certificateAndKeyInEachForm(String algorithm, String form) throws Exception {
        TestCertificate made = new TestCertificate(folder, "first.test", "dns:first.test", algorithm);
        Map<String, String> files = Map.of("tls-certificate", certificate.toString(), "tls-key", key.toString());
        made.writeCertificate(certificate);
        switch (form) {
            case "PKCS#8" -> made.writeKey(key);
            case "PKCS#12" -> {
                Path store = folder.resolve("tls.p12");
                made.writePkcs12(store, "s3cret");
                files = Map.of("tls-certificate", store.toString(), "tls-password", "s3cret");
            }
            default -> made.writeOldKey(key);
        }
        Map<String, String> all = new HashMap<>(files);
        all.put("tls-port", "0");
        try (GatewayUnderTest gateway = new GatewayUnderTest(all);
                SSLSocket socket = connect(made.client(), gateway.sip().tlsPort())) {
            assertThat(socket.getSession().getPeerCertificates()[0]).isEqualTo(made.certificate());
        }
    }

    @Test
    void silentClientHoldsUpNobody() throws Exception {
        TestCertificate made = new TestCertificate(folder, "first.test", "dns:first.test");
        made.writeCertificate(certificate);
        made.writeKey(key);
        try (InMemoryWorker worker = new InMemoryWorker(GatewayUnderTest.SERVICE_KEY, InMemoryWorker.answerAfter(0));
                GatewayUnderTest gateway = gateway(worker);
                java.net.Socket silent = new java.net.Socket(
                        InetAddress.getLoopbackAddress(), gateway.sip().tlsPort());
                SSLSocket other = connect(made.client(), gateway.sip().tlsPort())) {
            assertThat(silent.isConnected()).isTrue();
            assertThat(other.getSession().isValid()).isTrue();
        }
    }
}
