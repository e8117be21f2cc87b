// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.toolexecutor.notification.MessageSender.Result;
import io.allo.toolexecutor.notification.TlsSmtpServers.Received;
import io.quarkus.mailer.MailerName;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** E-mail goes over TLS or not at all: STARTTLS and TLS from the first byte, with certificates that are trusted and that are not. */
@QuarkusTest
@WithTestResource(TlsSmtpServers.class)
class MailOverTlsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String SUBJECT = "Rendez-vous confirmé";

    @Received
    List<String> received;

    @Inject
    @MailerName(TlsSmtpServers.STARTTLS)
    ReactiveMailer startTls;

    @Inject
    @MailerName(TlsSmtpServers.IMPLICIT)
    ReactiveMailer implicit;

    @Inject
    @MailerName(TlsSmtpServers.UNTRUSTED_STARTTLS)
    ReactiveMailer untrustedStartTls;

    @Inject
    @MailerName(TlsSmtpServers.UNTRUSTED_IMPLICIT)
    ReactiveMailer untrustedImplicit;

    @Inject
    @MailerName(TlsSmtpServers.OTHER_NAME)
    ReactiveMailer otherName;

    @Inject
    @MailerName(TlsSmtpServers.NO_TLS)
    ReactiveMailer noTls;

    @BeforeEach
    void nothingCame() {
        received.clear();
    }

    private static Result send(ReactiveMailer mailer) {
        MailConfig config = new MailConfig() {
            @Override
            public Optional<String> from() {
                return Optional.of("Salon Ariane <rdv@example.org>");
            }

            @Override
            public Duration timeout() {
                return Duration.ofSeconds(10);
            }
        };
        Outgoing message = new Outgoing(
                "booked",
                Outgoing.EMAIL,
                null,
                "jeanne@example.org",
                Outgoing.Content.mail(SUBJECT, "À demain.", null, "fr"));
        return new MailSender(mailer, config)
                .send(UUID.randomUUID(), message)
                .await()
                .atMost(LIMIT);
    }

    @Test
    void aMailGoesByStartTls() {
        assertThat(send(startTls)).isInstanceOf(Result.Sent.class);

        assertThat(received).singleElement().asString().startsWith(TlsSmtpServers.STARTTLS + "\n");
    }

    @Test
    void aMailGoesByTlsFromTheFirstByte() {
        assertThat(send(implicit)).isInstanceOf(Result.Sent.class);

        assertThat(received).singleElement().asString().startsWith(TlsSmtpServers.IMPLICIT + "\n");
    }

    /** It waits: whoever mends the trust store loses no mail. */
    @Test
    void aCertificateThatNobodyTrustsIsRefused() {
        for (ReactiveMailer mailer : List.of(untrustedStartTls, untrustedImplicit)) {
            assertThat(send(mailer))
                    .isInstanceOfSatisfying(
                            Result.Later.class,
                            later -> assertThat(later.reason())
                                    .contains("certificate", "quarkus.mailer.tls-configuration-name"));
        }
        assertThat(received).isEmpty();
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() {
        assertThat(send(otherName)).isInstanceOf(Result.Later.class);

        assertThat(received).isEmpty();
    }

    /** Somebody in between who cuts STARTTLS out reads nothing. */
    @Test
    void aServerWithoutStartTlsGetsNoMailInClear() {
        assertThat(send(noTls)).isNotInstanceOf(Result.Sent.class);

        assertThat(received).isEmpty();
    }
}
