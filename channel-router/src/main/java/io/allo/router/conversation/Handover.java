// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.HandoffTarget;
import io.allo.contracts.session.HandoffTarget.Transcript;
import io.allo.contracts.session.PrivacySettings;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.Conversation.Setup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A conversation on its way from one agent to the next; nothing of it has changed yet. Pure functions of it.
 *
 * @param setup of the next agent, composed for the same person
 * @param target the former agent's rule
 * @param reason in the former agent's words, empty when it gave none
 */
public record Handover(Setup setup, HandoffTarget target, String reason) {

    /** What the person is told before it, null when nothing. */
    @Nullable
    String announcement(Conversation former) {
        Map<String, String> announce = target.announce();
        return former.setup().agent().languages().stream()
                .map(announce::get)
                .filter(words -> words != null && !words.isBlank())
                .findFirst()
                .orElse(null);
    }

    /** The conversation as the next agent has it: of the former's it sees what the rule lets through. */
    Conversation applyTo(Conversation former, Instant now) {
        Dialogue dialogue = former.dialogue();
        String to = setup.agent().agentId();
        Relay relay = former.relay()
                .over(
                        former.setup().agent().agentId(),
                        Relay.Shelf.of(dialogue),
                        former.setup().agent().privacy());
        Optional<Relay.Shelf> before = former.relay().shelf(to);
        Dialogue next = new Dialogue(
                context(former, before),
                messages(dialogue, before.map(Relay.Shelf::messages).orElse(List.of())),
                before.map(Relay.Shelf::memory).orElse(Map.of()),
                dialogue.openTurn(),
                dialogue.answered(),
                dialogue.turns(),
                dialogue.toolCalls());
        return former.handedTo(underFirst(relay, former.setup().agent()), next, relay, now);
    }

    /** What the person was told at the beginning about the keeping of his words holds on, and no agent keeps more. */
    private Setup underFirst(Relay relay, ContactResolution former) {
        PrivacySettings first = relay.first();
        PrivacySettings own = setup.agent().privacy();
        ContactResolution agent = onLineOf(former, setup.agent()).with(first == null ? own : first.with(own));
        return new Setup(agent, setup.caller(), setup.session(), setup.degraded());
    }

    /** What the line on which the person came decides, the next agent keeps. */
    static ContactResolution onLineOf(ContactResolution former, ContactResolution next) {
        String channel = former.continuesChannel();
        ContactResolution agent = channel == null ? next : next.continuing(channel);
        return agent.transferMode() == null ? agent.handedOver(former.transferMode()) : agent;
    }

    private Map<String, Object> context(Conversation former, Optional<Relay.Shelf> before) {
        Map<String, Object> context =
                new LinkedHashMap<>(setup.firstContext(former.id(), former.key().channel()));
        if (!target.shares().contact()) {
            context.remove("caller_phone");
        }
        before.ifPresent(shelf -> context.putAll(shelf.context()));
        Map<String, Object> known = former.dialogue().context();
        target.shares().context().stream()
                .filter(known::containsKey)
                .filter(name -> !ContinuedChat.OWN.contains(name))
                .forEach(name -> context.put(name, known.get(name)));
        return context;
    }

    /** The last of them is what the next agent answers: the person's words, or the order to greet. */
    private List<Message> messages(Dialogue former, List<Message> own) {
        List<Message> words = former.messages().stream()
                .filter(message -> message instanceof Message.User || message instanceof Message.Agent)
                .toList();
        int last = words.size() - 1;
        while (last >= 0 && !(words.get(last) instanceof Message.User)) {
            last--;
        }
        List<Message> messages = new ArrayList<>(own);
        if (last < 0 || target.shares().transcript() == Transcript.NONE) {
            messages.add(new Message.Greeting(setup.session().greeting()));
            return messages;
        }
        if (target.shares().transcript() == Transcript.ALL) {
            words.subList(0, last).stream().filter(word -> !own.contains(word)).forEach(messages::add);
        }
        messages.add(words.get(last));
        return messages;
    }

    /** The line goes on with the next agent. @param before as the former agent had it */
    public Opened opened(Opened before) {
        return new Opened(
                before.key(),
                before.conversationId(),
                setup.agent(),
                setup.session(),
                setup.degraded(),
                before.consent(),
                false,
                Opened.Before.HANDED_OVER);
    }
}
