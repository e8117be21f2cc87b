// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.contracts.session.ConversationTranscript;
import io.allo.toolexecutor.notification.Notifications;
import io.allo.toolexecutor.notification.Notifications.Message;
import io.allo.toolexecutor.notification.Outgoing;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of a conversation as an e-mail to the business and, where the agent wants it, to the person, who gave his address for an
 * appointment in that very conversation. Once for each address, however often it is brought. Its words go from the outbox when it is
 * sent.
 */
@ApplicationScoped
class Transcripts {
    static final String KIND = "transcript";
    private static final int LONGEST = 200_000;

    private final Appointments appointments;
    private final Notifications notifications;

    Transcripts(Appointments appointments, Notifications notifications) {
        this.appointments = appointments;
        this.notifications = notifications;
    }

    /** In the current transaction; for how many addresses. */
    Uni<Integer> write(ConversationTranscript transcript) {
        if (transcript.turns().isEmpty()) {
            return Uni.createFrom().item(0);
        }
        Outgoing.Content letter = letter(transcript);
        return recipients(transcript)
                .chain(addresses -> Multi.createFrom()
                        .iterable(addresses)
                        .onItem()
                        .transformToUniAndConcatenate(address -> notifications.add(new Message(
                                transcript.accountId(),
                                transcript.conversationId(),
                                new Outgoing(KIND, Outgoing.EMAIL, null, address, letter),
                                null)))
                        .collect()
                        .asList())
                .map(List::size);
    }

    private Uni<Set<String>> recipients(ConversationTranscript transcript) {
        Set<String> addresses = new LinkedHashSet<>(transcript.recipients().to());
        return transcript.recipients().customer()
                ? appointments
                        .mailsOf(transcript.accountId(), transcript.conversationId())
                        .invoke(addresses::addAll)
                        .replaceWith(addresses)
                : Uni.createFrom().item(addresses);
    }

    private static Outgoing.Content letter(ConversationTranscript transcript) {
        boolean english = "en".equals(transcript.language());
        Locale locale = english ? Locale.ENGLISH : Locale.FRENCH;
        ZoneId zone = zone(transcript.recipients().timezone());
        String when = DateTimeFormatter.ofPattern(english ? "MMMM d, yyyy, HH:mm" : "d MMMM yyyy, HH:mm", locale)
                .format(transcript.startedAt().atZone(zone));
        StringBuilder text = new StringBuilder(
                (english ? "Conversation with " : "Conversation avec ") + transcript.agentName() + "\n" + when + " ("
                        + zone + "), " + transcript.channel()
                        + (transcript.caller() == null ? "" : ", " + transcript.caller()) + "\n\n");
        DateTimeFormatter clock = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
        for (ConversationTranscript.Turn turn : transcript.turns()) {
            boolean customer = "user".equals(turn.role());
            String who = customer ? (english ? "Customer" : "Client") : "Assistant";
            String line = "[" + clock.format(turn.at().atZone(zone)) + "] " + who + (english ? ": " : " : ")
                    + turn.text() + "\n";
            if (text.length() + line.length() > LONGEST) {
                text.append("…\n");
                break;
            }
            text.append(line);
        }
        String title = (english ? "Conversation of " : "Conversation du ") + when + ", " + transcript.agentName();
        return Outgoing.Content.mail(title, text.toString(), null, english ? "en" : "fr");
    }

    private static ZoneId zone(@Nullable String name) {
        try {
            return name == null ? ZoneId.of("UTC") : ZoneId.of(name);
        } catch (DateTimeException e) {
            return ZoneId.of("UTC");
        }
    }
}
