// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.subethamail.smtp.server.SMTPServer;

/**
 * SMTP servers of each kind on loopback, with certificates that the JDK's keytool makes, and a mailer for each: the mailers are
 * configured as {@code quarkus.mailer.*} of an operator would be.
 */
public final class TlsSmtpServers implements QuarkusTestResourceLifecycleManager {
    static final String STARTTLS = "starttls";
    static final String IMPLICIT = "implicit";
    static final String UNTRUSTED_STARTTLS = "untrusted-starttls";
    static final String UNTRUSTED_IMPLICIT = "untrusted-implicit";
    static final String OTHER_NAME = "other-name";
    static final String NO_TLS = "no-tls";

    private static final String PASSWORD = "changeit";
    private final List<SMTPServer> servers = new ArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("smtp-tls");
            Path trusted = key(folder, "trusted", "dns:localhost");
            Path stranger = key(folder, "stranger", "dns:localhost");
            Path elsewhere = key(folder, "elsewhere", "dns:smtp.example.org");
            Map<String, String> properties = new HashMap<>();
            trust(properties, "smtp", trusted);
            trust(properties, "smtp-elsewhere", elsewhere);
            mailer(properties, STARTTLS, "smtp", false, startTls(trusted));
            mailer(properties, IMPLICIT, "smtp", true, implicit(trusted));
            mailer(properties, UNTRUSTED_STARTTLS, "smtp", false, startTls(stranger));
            mailer(properties, UNTRUSTED_IMPLICIT, "smtp", true, implicit(stranger));
            mailer(properties, OTHER_NAME, "smtp-elsewhere", false, startTls(elsewhere));
            mailer(properties, NO_TLS, "smtp", false, server -> server);
            return properties;
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void trust(Map<String, String> properties, String name, Path store) {
        properties.put("quarkus.tls." + name + ".trust-store.p12.path", store.toString());
        properties.put("quarkus.tls." + name + ".trust-store.p12.password", PASSWORD);
    }

    private void mailer(
            Map<String, String> properties,
            String name,
            String trust,
            boolean implicit,
            UnaryOperator<SMTPServer.Builder> tls) {
        SMTPServer server = tls.apply(SMTPServer.port(0)
                        .bindAddress(InetAddress.getLoopbackAddress())
                        .simpleMessageListener(new Kept(name)))
                .build();
        server.start();
        servers.add(server);
        String prefix = "quarkus.mailer." + name;
        properties.put(prefix + ".host", "localhost");
        properties.put(prefix + ".port", String.valueOf(server.getPortAllocated()));
        properties.put(prefix + ".mock", "false");
        properties.put(prefix + ".start-tls", implicit ? "DISABLED" : "REQUIRED");
        properties.put(prefix + ".tls", String.valueOf(implicit));
        properties.put(prefix + ".tls-configuration-name", trust);
    }

    private final class Kept implements org.subethamail.smtp.helper.SimpleMessageListener {
        private final String server;

        Kept(String server) {
            this.server = server;
        }

        @Override
        public boolean accept(String from, String recipient) {
            return true;
        }

        @Override
        public void deliver(String from, String recipient, InputStream data) throws IOException {
            received.add(server + "\n" + new String(data.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static UnaryOperator<SMTPServer.Builder> startTls(Path store) throws IOException, GeneralSecurityException {
        SSLContext context = context(store);
        return server -> server.enableTLS().requireTLS().startTlsSocketFactory(context);
    }

    private static UnaryOperator<SMTPServer.Builder> implicit(Path store) throws IOException, GeneralSecurityException {
        SSLContext context = context(store);
        return server -> server.serverSocketFactory(context);
    }

    private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** Its own certificate is in it as a trusted one too: who reads it as trust store trusts it. */
    private static Path key(Path folder, String name, String san) throws IOException, InterruptedException {
        Path store = folder.resolve(name + ".p12");
        keytool(
                "-genkeypair",
                "-alias",
                "smtp",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + san,
                "-keystore",
                store.toString());
        Path certificate = folder.resolve(name + ".crt");
        keytool("-exportcert", "-alias", "smtp", "-file", certificate.toString(), "-keystore", store.toString());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "trusted",
                "-file",
                certificate.toString(),
                "-keystore",
                store.toString());
        return store;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool failed: " + String.join(" ", command));
        }
    }

    /** What the servers took: the server's name, a line break, the mail. */
    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(received, new TestInjector.AnnotatedAndMatchesType(Received.class, List.class));
    }

    @Override
    public void stop() {
        servers.forEach(SMTPServer::stop);
    }

    /** Marks where the tests see what came. */
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @interface Received {}
}
