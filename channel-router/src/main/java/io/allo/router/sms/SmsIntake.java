// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sms;

import io.allo.contracts.session.ContactResolution;
import io.allo.router.channel.AgentDirectory;
import io.allo.router.channel.InboundMessage;
import io.allo.router.channel.MaskedNumber;
import io.allo.router.channel.OutboundMessage;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine.UnknownAddressException;
import io.allo.router.inbox.Inbox;
import io.allo.router.twilio.FormBody;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/** From a trusted form to the TwiML that answers it. Never fails. */
@ApplicationScoped
class SmsIntake {
    private static final Logger LOG = Logger.getLogger(SmsIntake.class);

    private final Inbox inbox;
    private final AgentDirectory agents;
    private final SmsOptOuts optOuts;
    private final SmsConfig config;
    private final TwilioSmsAdapter adapter;

    SmsIntake(Inbox inbox, AgentDirectory agents, SmsOptOuts optOuts, SmsConfig config) {
        this.inbox = inbox;
        this.agents = agents;
        this.optOuts = optOuts;
        this.config = config;
        this.adapter = new TwilioSmsAdapter(InstantSource.system(), config.maxSegments());
    }

    Uni<String> answer(FormBody form) {
        return Uni.createFrom()
                .deferred(() -> TwilioSmsAdapter.sender(form)
                        .map(sender -> answer(form, sender))
                        .orElseGet(() -> ignored("its sender cannot be answered")))
                .onFailure(UnknownAddressException.class)
                .recoverWithUni(() -> ignored("no agent answers the number written to"))
                .onFailure(Inbox.ConversationFullException.class)
                .recoverWithUni(() -> ignored("too many messages of this conversation wait"))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.error("An SMS could not be answered", failure);
                    return say(Inbox.APOLOGY);
                });
    }

    private Uni<String> answer(FormBody form, String sender) {
        Contact contact =
                new Contact(Channel.SMS, TwilioSmsAdapter.called(form), sender, TwilioSmsAdapter.sessionId(sender));
        return agents.resolve(contact).flatMap(agent -> {
            Optional<SmsKeyword> keyword = SmsKeyword.in(form);
            if (keyword.isPresent()) {
                return obey(keyword.get(), agent, sender)
                        .map(words -> SmsKeyword.answeredByTwilio(form) ? adapter.ignored() : say(words));
            }
            return optOuts.contains(agent.accountId(), sender)
                    .flatMap(stopped -> stopped ? ignored("the sender wants no SMS") : converse(form, agent));
        });
    }

    private Uni<String> obey(SmsKeyword keyword, ContactResolution agent, String sender) {
        return switch (keyword) {
            case STOP -> optOuts.add(agent.accountId(), sender).map(_ -> SmsTexts.stopped(agent));
            case START -> optOuts.remove(agent.accountId(), sender).map(_ -> SmsTexts.started(agent));
            case HELP -> Uni.createFrom().item(SmsTexts.help(agent));
        };
    }

    private Uni<String> converse(FormBody form, ContactResolution agent) {
        Optional<InboundMessage> message = adapter.parse(form);
        if (message.isEmpty()) {
            return ignored("it has no text");
        }
        return inbox.accept(message.get(), agent.accountId())
                .invoke(accepted -> LOG.infof(
                        "SMS %s from %s %s",
                        message.get().messageId(),
                        MaskedNumber.of(message.get().senderId()),
                        accepted.duplicate() ? "came again" : "accepted"))
                .flatMap(accepted -> accepted.answer(config.patience()))
                .map(reply -> reply.map(adapter::render).orElseGet(adapter::ignored));
    }

    private String say(String words) {
        return adapter.render(OutboundMessage.say("", words));
    }

    private Uni<String> ignored(String reason) {
        LOG.warnf("SMS ignored: %s", reason);
        return Uni.createFrom().item(adapter.ignored());
    }
}
