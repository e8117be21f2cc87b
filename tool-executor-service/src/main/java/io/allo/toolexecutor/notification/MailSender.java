// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.mail.SMTPException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * E-mail by SMTP (RFC 5321). Each attempt has the same {@code Message-ID}, by which a mailbox knows a second copy, so what was not
 * answered is tried again.
 */
@ApplicationScoped
class MailSender implements MessageSender {
    private static final int MOST_CAUSES = 8;

    private final ReactiveMailer mailer;
    private final MailConfig config;

    MailSender(ReactiveMailer mailer, MailConfig config) {
        this.mailer = mailer;
        this.config = config;
    }

    @Override
    public String provider() {
        return "mail";
    }

    @Override
    public boolean isFor(Outgoing message) {
        return message.channel().equals(Outgoing.EMAIL) && from().isPresent();
    }

    @Override
    public Uni<Result> send(UUID id, Outgoing message) {
        Outgoing.Content content = message.content();
        Mail mail = Mail.withText(message.recipient(), oneLine(String.valueOf(content.title())), content.body())
                .setFrom(from().orElse(null))
                .addHeader("Message-ID", "<" + id + "@allo>")
                .addHeader("Auto-Submitted", "auto-generated");
        if (content.calendarFile() != null) {
            mail.addAttachment(
                    "appointment.ics",
                    content.calendarFile().getBytes(StandardCharsets.UTF_8),
                    "text/calendar; charset=UTF-8");
        }
        return Uni.createFrom()
                .deferred(() -> mailer.send(mail))
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .<Result>map(sent -> new Result.Sent(null))
                .onFailure()
                .recoverWithItem(MailSender::failed);
    }

    private static Result failed(Throwable failure) {
        Optional<SMTPException> refusal = causes(failure)
                .filter(SMTPException.class::isInstance)
                .map(SMTPException.class::cast)
                .findFirst();
        if (refusal.isPresent()) {
            int code = refusal.get().getReplyCode();
            return refusal.get().isPermanent()
                    ? new Result.Never(code, MailErrors.advice(code))
                    : new Result.Later(code, MailErrors.advice(code));
        }
        return new Result.Later(0, unanswered(failure));
    }

    /** Nothing was sent: it waits until somebody has mended what is wrong. */
    private static String unanswered(Throwable failure) {
        if (causes(failure)
                .anyMatch(cause -> cause instanceof ConnectException || cause instanceof UnknownHostException)) {
            return "the mail server cannot be reached: check quarkus.mailer.host";
        }
        return causes(failure).anyMatch(SSLException.class::isInstance)
                ? "the mail server's certificate is not trusted, or is of another host: check quarkus.mailer.host and"
                        + " quarkus.mailer.tls-configuration-name"
                : "the mail server did not answer";
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(MOST_CAUSES);
    }

    /** A line break would begin another header. */
    private static String oneLine(String title) {
        return title.replaceAll("\\p{Cntrl}+", " ");
    }

    private Optional<String> from() {
        return config.from().map(String::strip).filter(text -> !text.isEmpty());
    }
}
