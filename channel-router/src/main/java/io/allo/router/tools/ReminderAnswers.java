// SPDX-License-Identifier: Apache-2.0
package io.allo.router.tools;

import io.allo.contracts.text.PlainText;
import io.allo.contracts.tools.ReminderAnswer;
import io.allo.contracts.tools.ReminderAnswer.Decision;
import io.allo.router.config.ServiceKey;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.Reminders;
import io.allo.router.conversation.UserTurn;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * Recognises the few words that answer a reminder, and only then asks tool-executor-service whether one stands. Words that name what is
 * wanted always count; a bare number or yes only where the agent has not just asked something of his own. While the executor is away
 * the agent answers.
 */
@Singleton
class ReminderAnswers implements Reminders {
    private static final Logger LOG = Logger.getLogger(ReminderAnswers.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int LONGEST = 40;
    /** The agent's own question, or a list of choices. */
    private static final Pattern ASKED = Pattern.compile("\\?|(?:^|\\D)1(?:\\D|$)");

    private static final Set<String> CONFIRM = Set.of(
            "confirmer",
            "confirme",
            "je confirme",
            "oui je confirme",
            "1 confirmer",
            "confirm",
            "i confirm",
            "yes i confirm",
            "1 confirm");
    private static final Set<String> CANCEL = Set.of(
            "annuler",
            "annule",
            "j annule",
            "je veux annuler",
            "annulation",
            "2 annuler",
            "cancel",
            "i cancel",
            "2 cancel");
    private static final Set<String> SHORT_CONFIRM = Set.of("1", "oui", "ok", "yes", "d accord");
    private static final Set<String> SHORT_CANCEL = Set.of("2");

    private final RemindersApi executor;
    private final ServiceKey serviceKey;

    ReminderAnswers(@RestClient RemindersApi executor, ServiceKey serviceKey) {
        this.executor = executor;
        this.serviceKey = serviceKey;
    }

    @Override
    public Uni<Optional<String>> answer(Conversation conversation, UserTurn turn) {
        Channel channel = conversation.key().channel();
        String phone = conversation.setup().caller();
        boolean vouched = channel == Channel.SMS || channel == Channel.WHATSAPP;
        Optional<Decision> decision = vouched && phone != null
                ? decision(turn.text(), isAsked(conversation.dialogue().messages()))
                : Optional.empty();
        if (decision.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return executor.answer(
                        serviceKey.value(),
                        new ReminderAnswer(
                                conversation.key().accountId(),
                                channel.wireName(),
                                String.valueOf(phone),
                                decision.get()))
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(outcome -> Optional.ofNullable(outcome.text()))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("whether a reminder was answered is not known, the agent answers: %s", failure);
                    return Optional.empty();
                });
    }

    /** @param asked the agent waits for an answer of another kind */
    static Optional<Decision> decision(String text, boolean asked) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        String plain = plain(text);
        if (CONFIRM.contains(plain) || !asked && SHORT_CONFIRM.contains(plain)) {
            return Optional.of(Decision.CONFIRM);
        }
        return CANCEL.contains(plain) || !asked && SHORT_CANCEL.contains(plain)
                ? Optional.of(Decision.CANCEL)
                : Optional.empty();
    }

    private static boolean isAsked(List<Message> messages) {
        for (Message message : messages.reversed()) {
            if (message instanceof Message.Agent agent) {
                return ASKED.matcher(agent.text()).find();
            }
        }
        return false;
    }

    private static String plain(String text) {
        return PlainText.words(text);
    }
}
