// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate made by the JDK's keytool. */
public final class TestCertificate {
    private static final String PASSWORD = "changeit";

    private final KeyStore store;

    /** @param names as keytool's {@code -ext san=}: {@code dns:a.test,uri:sip:b.test} */
    public TestCertificate(Path folder, String commonName, String names) throws Exception {
        this(folder, commonName, names, "EC");
    }

    /** @param algorithm EC or RSA */
    public TestCertificate(Path folder, String commonName, String names, String algorithm) throws Exception {
        Path file = Files.createTempFile(folder, "key", ".p12");
        Files.delete(file);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "allo",
                        "-keyalg",
                        algorithm,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD,
                        "-dname",
                        "CN=" + commonName,
                        "-ext",
                        names.isEmpty() ? "ku=digitalSignature" : "san=" + names)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    public X509Certificate certificate() throws GeneralSecurityException {
        return (X509Certificate) store.getCertificate("allo");
    }

    /** As a server with this certificate. */
    public SSLContext server() throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** As a client that trusts this certificate only. */
    public SSLContext client() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    public void writeCertificate(Path file) throws GeneralSecurityException, IOException {
        write(file, "CERTIFICATE", certificate().getEncoded());
    }

    public void writeKey(Path file) throws GeneralSecurityException, IOException {
        Key key = store.getKey("allo", PASSWORD.toCharArray());
        write(file, "PRIVATE KEY", key.getEncoded());
    }

    /** In the form of before PKCS#8: PKCS#1 for RSA, SEC 1 for EC. */
    public void writeOldKey(Path file) throws GeneralSecurityException, IOException {
        Key key = store.getKey("allo", PASSWORD.toCharArray());
        if (key instanceof ECPrivateKey ec) {
            // SEQUENCE { 1, OCTET STRING of 48 bytes, [0] { secp384r1 } }, keytool's curve
            byte[] secret = HexFormat.of().parseHex("%096x".formatted(ec.getS()));
            ByteBuffer buffer = ByteBuffer.allocate(64)
                    .put(new byte[] {48, 62, 2, 1, 1, 4, 48})
                    .put(secret)
                    .put(new byte[] {(byte) 0xa0, 7, 6, 5, 43, (byte) 0x81, 4, 0, 34});
            write(file, "EC PRIVATE KEY", buffer.array());
        } else {
            byte[] der = key.getEncoded();
            write(file, "RSA PRIVATE KEY", Arrays.copyOfRange(der, 26, der.length)); // behind the head of PKCS#8
        }
    }

    public void writePkcs12(Path file, String password) throws GeneralSecurityException, IOException {
        KeyStore copy = KeyStore.getInstance("PKCS12");
        copy.load(null, null);
        copy.setKeyEntry(
                "sip", store.getKey("allo", PASSWORD.toCharArray()), password.toCharArray(), new X509Certificate[] {
                    certificate()
                });
        try (OutputStream out = Files.newOutputStream(file)) {
            copy.store(out, password.toCharArray());
        }
    }

    private static void write(Path file, String kind, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }
}
