// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/**
 * A real SMTP server for the tests. Each recipient has a folder of what came for him. {@code unknown…@} is refused for good (550),
 * {@code busy…@} at the first two attempts (450).
 */
public final class SmtpOnLoopback implements QuarkusTestResourceLifecycleManager {
    private static final String FOLDER = "test.mail.folder";
    private static final int BUSY = 2;

    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
    private Path folder;
    private SMTPServer server;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("mails");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .messageHandlerFactory(Intake::new)
                .build();
        server.start();
        return Map.of(
                "quarkus.mailer.host",
                "127.0.0.1",
                "quarkus.mailer.port",
                String.valueOf(server.getPortAllocated()),
                FOLDER,
                folder.toString());
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop();
        }
    }

    private final class Intake implements MessageHandler {
        private final List<String> recipients = new ArrayList<>();

        Intake(MessageContext context) {}

        @Override
        public void from(String from) throws RejectException {
            if (!from.equals("rdv@example.org")) {
                throw new RejectException(553, "5.7.1 not a sender of ours");
            }
        }

        @Override
        public void recipient(String recipient) throws RejectException {
            if (recipient.startsWith("unknown")) {
                throw new RejectException(550, "5.1.1 no such mailbox");
            }
            if (recipient.startsWith("busy") && attempts.merge(recipient, 1, Integer::sum) <= BUSY) {
                throw new RejectException(450, "4.2.1 try later");
            }
            recipients.add(recipient);
        }

        @Override
        public String data(InputStream data) throws IOException {
            byte[] mail = data.readAllBytes();
            for (String recipient : recipients) {
                Path box = Files.createDirectories(folder.resolve(recipient));
                Path written = Files.write(box.resolve(UUID.randomUUID() + ".part"), mail);
                // Of one length: names are sorted as text.
                Files.move(written, box.resolve("%020d.eml".formatted(System.nanoTime())));
            }
            return "kept";
        }

        @Override
        public void done() {
            // Nothing is held open.
        }
    }

    /** What came for this address, oldest first; asked by the tests. */
    public static List<MimeMessage> mailsTo(String address) {
        Path box = Path.of(ConfigProvider.getConfig().getValue(FOLDER, String.class))
                .resolve(address);
        if (!Files.isDirectory(box)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(box)) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .map(SmtpOnLoopback::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MimeMessage read(Path file) {
        try (InputStream mail = Files.newInputStream(file)) {
            return new MimeMessage(Session.getInstance(new Properties()), mail);
        } catch (IOException | MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
