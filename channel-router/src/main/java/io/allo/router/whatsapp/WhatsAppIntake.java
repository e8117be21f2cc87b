// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import io.allo.router.channel.AgentDirectory;
import io.allo.router.channel.InboundMessage;
import io.allo.router.channel.MaskedNumber;
import io.allo.router.channel.OutboundMessage;
import io.allo.router.conversation.ConversationEngine.UnknownAddressException;
import io.allo.router.inbox.Accepted;
import io.allo.router.inbox.Inbox;
import io.allo.router.inbox.ReplyPush;
import io.allo.router.twilio.FormBody;
import io.allo.router.twilio.TwilioMessages;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** From a trusted form to the TwiML that answers it. Never fails. */
@ApplicationScoped
class WhatsAppIntake {
    private static final Logger LOG = Logger.getLogger(WhatsAppIntake.class);
    private static final int LOGGED_TEXT = 50;

    private final Inbox inbox;
    private final AgentDirectory agents;
    private final WhatsAppConfig config;
    private final TwilioMessages messages;
    private final TwilioWhatsAppAdapter adapter = new TwilioWhatsAppAdapter(InstantSource.system());

    WhatsAppIntake(Inbox inbox, AgentDirectory agents, WhatsAppConfig config, TwilioMessages messages) {
        this.inbox = inbox;
        this.agents = agents;
        this.config = config;
        this.messages = messages;
    }

    Uni<String> answer(FormBody form) {
        return Uni.createFrom()
                .deferred(() -> {
                    Optional<InboundMessage> message = adapter.parse(form);
                    return message.map(this::answer).orElseGet(() -> ignored("no text or no sender"));
                })
                .onFailure(UnknownAddressException.class)
                .recoverWithUni(() -> ignored("no agent answers the number written to"))
                .onFailure(Inbox.ConversationFullException.class)
                .recoverWithUni(() -> ignored("too many messages of this conversation wait"))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.error("A WhatsApp message could not be answered", failure);
                    return adapter.render(OutboundMessage.say("", Inbox.APOLOGY));
                });
    }

    private Uni<String> answer(InboundMessage message) {
        LOG.debugf("WhatsApp message %s: %s", message.messageId(), head(message.text()));
        return agents.resolve(message.contact())
                .flatMap(agent -> inbox.accept(message, agent.accountId()))
                .invoke(accepted -> log(message, accepted))
                .flatMap(accepted -> accepted.answer(config.patience())
                        .flatMap(reply -> reply.map(words -> said(message, accepted, words))
                                .orElseGet(() -> Uni.createFrom().item(adapter.ignored()))));
    }

    /** TwiML knows no buttons: an answer that has some goes by REST, and as text where Twilio does not take them. */
    private Uni<String> said(InboundMessage message, Accepted accepted, OutboundMessage reply) {
        Optional<Map<String, String>> choice = WhatsAppChoice.of(reply.text(), config.choices());
        if (choice.isEmpty()) {
            return Uni.createFrom().item(adapter.render(reply));
        }
        if (accepted.duplicate()) {
            return Uni.createFrom().item(adapter.ignored()); // its buttons are there already
        }
        return messages.send(
                        TwilioWhatsAppAdapter.address(String.valueOf(message.senderId())),
                        TwilioWhatsAppAdapter.address(message.called()),
                        choice.get(),
                        WhatsAppPush.STATUS)
                .map(outcome ->
                        outcome instanceof ReplyPush.Outcome.Sent || outcome instanceof ReplyPush.Outcome.Unknown
                                ? adapter.ignored()
                                : adapter.render(reply));
    }

    private Uni<String> ignored(String reason) {
        LOG.warnf("WhatsApp message ignored: %s", reason);
        return Uni.createFrom().item(adapter.ignored());
    }

    private static void log(InboundMessage message, Accepted accepted) {
        LOG.infof(
                "WhatsApp message %s from %s %s",
                message.messageId(),
                MaskedNumber.of(message.senderId()),
                accepted.duplicate() ? "came again" : "accepted");
    }

    private static String head(String text) {
        return text.length() <= LOGGED_TEXT ? text : text.substring(0, LOGGED_TEXT);
    }
}
