// SPDX-License-Identifier: Apache-2.0
package io.allo.router.report;

import io.allo.contracts.events.ConversationEvent;
import io.allo.contracts.events.ConversationEvent.ConversationEnded;
import io.allo.contracts.session.CallEndWebhook;
import io.allo.contracts.session.ConversationTranscript;
import io.allo.contracts.session.TranscriptMail;
import io.allo.router.channel.MaskedNumber;
import io.allo.router.config.ServiceKey;
import io.allo.router.history.Outbox;
import io.allo.router.history.RecordedConversation;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * The words of a conversation whose agent wants them by e-mail ({@code config.transcript}), as its record has them: what was erased,
 * masked or refused by the caller is not in it, and without words there is no e-mail.
 */
@Singleton
class TranscriptMails implements Carrier {
    private static final int UNKNOWN = 404;

    private final CallEndApi agents;
    private final EndedCalls calls;
    private final TranscriptsApi executor;
    private final ServiceKey serviceKey;

    TranscriptMails(
            @RestClient CallEndApi agents,
            EndedCalls calls,
            @RestClient TranscriptsApi executor,
            ServiceKey serviceKey) {
        this.agents = agents;
        this.calls = calls;
        this.executor = executor;
        this.serviceKey = serviceKey;
    }

    @Override
    public String topic() {
        return Outbox.TRANSCRIPTS;
    }

    @Override
    public Uni<Void> carry(ConversationEvent event) {
        ConversationEnded ended = (ConversationEnded) event;
        return agents.of(serviceKey.value(), ended.agentId())
                .onFailure(TranscriptMails::isUnknown)
                .recoverWithItem(CallEndWebhook.NONE)
                .chain(told -> told.transcript().anybody()
                        ? send(ended, told.transcript())
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> send(ConversationEnded ended, TranscriptMail recipients) {
        return calls.record(ended).chain(found -> {
            List<CallReport.Turn> words =
                    found.map(CallReport::of).map(CallReport::transcript).orElse(null);
            return found.isEmpty() || words == null
                    ? Uni.createFrom().voidItem()
                    : executor.send(serviceKey.value(), transcript(ended, found.get(), words, recipients))
                            .replaceWithVoid();
        });
    }

    private static ConversationTranscript transcript(
            ConversationEnded ended,
            RecordedConversation record,
            List<CallReport.Turn> words,
            TranscriptMail recipients) {
        Long lasted = record.durationMs();
        return new ConversationTranscript(
                ended.accountId(),
                record.id(),
                record.agent().name(),
                record.channel(),
                record.caller() == null ? null : MaskedNumber.of(record.caller()),
                record.language(),
                record.startedAt(),
                lasted == null ? null : lasted / 1000,
                words.stream()
                        .map(turn -> new ConversationTranscript.Turn(turn.role(), turn.text(), turn.at()))
                        .toList(),
                recipients);
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof WebApplicationException refused
                && refused.getResponse().getStatus() == UNKNOWN;
    }
}
