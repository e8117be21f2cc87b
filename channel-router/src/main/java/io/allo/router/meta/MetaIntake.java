// SPDX-License-Identifier: Apache-2.0
package io.allo.router.meta;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.contracts.provider.MetaErrors;
import io.allo.router.channel.AgentDirectory;
import io.allo.router.channel.InboundMessage;
import io.allo.router.channel.MaskedNumber;
import io.allo.router.conversation.ConversationEngine.UnknownAddressException;
import io.allo.router.inbox.Inbox;
import io.allo.router.inbox.Reference;
import io.allo.router.inbox.SentMessages;
import io.allo.router.inbox.SentMessages.Status;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Keeps what a trusted delivery holds, in its order. Fails when something could not be kept: Meta then delivers all of it again. */
@ApplicationScoped
class MetaIntake {
    private static final Logger LOG = Logger.getLogger(MetaIntake.class);

    private final Inbox inbox;
    private final AgentDirectory agents;
    private final SentMessages sent;
    private final MetaWhatsAppAdapter adapter = new MetaWhatsAppAdapter(InstantSource.system());

    MetaIntake(Inbox inbox, AgentDirectory agents, SentMessages sent) {
        this.inbox = inbox;
        this.agents = agents;
        this.sent = sent;
    }

    Uni<Void> keep(List<MetaItem> items) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(item -> switch (item) {
                    case MetaItem.Message message -> keep(message);
                    case MetaItem.Report report -> report(report.body());
                })
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> keep(MetaItem.Message item) {
        Optional<InboundMessage> message = adapter.parse(item);
        Uni<Void> kept = message.isPresent() ? accept(message.get()) : ignored("it has no words or no sender");
        return kept.onFailure(UnknownAddressException.class)
                .recoverWithUni(() -> ignored("no agent answers the number written to"))
                .onFailure(Inbox.ConversationFullException.class)
                .recoverWithUni(() -> ignored("too many messages of this conversation wait"));
    }

    private Uni<Void> accept(InboundMessage message) {
        return agents.resolve(message.contact())
                .flatMap(agent -> inbox.accept(message, agent.accountId()))
                .invoke(accepted -> LOG.infof(
                        "WhatsApp message %s from %s %s",
                        message.messageId(),
                        MaskedNumber.of(message.senderId()),
                        accepted.duplicate() ? "came again" : "accepted"))
                .replaceWithVoid();
    }

    private Uni<Void> report(JsonNode report) {
        Optional<Status> status = switch (report.path("status").asText("")) {
            case "sent" -> Optional.of(Status.SENT);
            case "delivered" -> Optional.of(Status.DELIVERED);
            case "read" -> Optional.of(Status.READ);
            case "failed" -> Optional.of(Status.FAILED);
            default -> Optional.empty();
        };
        if (status.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        int code = report.path("errors").path(0).path("code").asInt(-1);
        return sent.report(
                MetaWhatsAppAdapter.PROVIDER,
                report.path("id").asText(""),
                status.get(),
                code < 0 ? null : Integer.toString(code),
                MetaErrors.advice(code),
                Reference.parse(report.path(MetaPush.REFERENCE).asText("")));
    }

    private static Uni<Void> ignored(String reason) {
        LOG.warnf("WhatsApp message of Meta ignored: %s", reason);
        return Uni.createFrom().voidItem();
    }
}
