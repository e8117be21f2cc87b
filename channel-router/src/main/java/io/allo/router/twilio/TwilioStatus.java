// SPDX-License-Identifier: Apache-2.0
package io.allo.router.twilio;

import io.allo.router.inbox.SentMessages;
import io.allo.router.inbox.SentMessages.Status;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Twilio's status callback: what became of a message that was sent by REST. */
@ApplicationScoped
public class TwilioStatus {
    private final SentMessages sent;

    TwilioStatus(SentMessages sent) {
        this.sent = sent;
    }

    /** @param provider under which the message was sent */
    public Uni<Void> report(String provider, FormBody form) {
        String id = form.value("MessageSid").isBlank() ? form.value("SmsSid") : form.value("MessageSid");
        Optional<Status> status = status(form);
        if (status.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String code = form.value("ErrorCode").strip();
        return sent.report(
                provider,
                id,
                status.get(),
                code.isEmpty() ? null : code.substring(0, Math.min(20, code.length())),
                TwilioErrors.advice(code));
    }

    /** Empty for what changes nothing, and for what Twilio may invent one day. */
    private static Optional<Status> status(FormBody form) {
        String name = form.value("MessageStatus").isBlank() ? form.value("SmsStatus") : form.value("MessageStatus");
        return switch (name) {
            case "queued", "accepted", "scheduled", "sending" -> Optional.of(Status.QUEUED);
            case "sent" -> Optional.of(Status.SENT);
            case "delivered", "partially_delivered" -> Optional.of(Status.DELIVERED);
            case "read" -> Optional.of(Status.READ);
            case "failed", "undelivered", "canceled" -> Optional.of(Status.FAILED);
            default -> Optional.empty();
        };
    }
}
