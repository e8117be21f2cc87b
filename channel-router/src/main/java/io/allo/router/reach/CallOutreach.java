// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reach;

import io.allo.contracts.session.ReachSettings;
import io.allo.router.channel.OutboundMessage;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.Outreach;
import io.allo.router.inbox.Inbox;
import io.allo.router.inbox.InboxEntry;
import io.allo.router.inbox.ReplyPush;
import io.allo.router.inbox.ReplyPush.Extra;
import io.allo.router.inbox.ReplyPush.Recipient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes on WhatsApp by whoever carries the account's number, else by SMS. */
@ApplicationScoped
class CallOutreach implements Outreach {
    private static final Logger LOG = Logger.getLogger(CallOutreach.class);
    private static final String TWILIO = "twilio";
    private static final String META = "meta";
    private static final String SMS = "twilio-sms";

    private final Questions questions;
    private final Inbox inbox;
    private final ReachConfig config;
    private final MeterRegistry metrics;
    private final Map<String, ReplyPush> pushes;

    CallOutreach(
            Questions questions, Inbox inbox, ReachConfig config, MeterRegistry metrics, @All List<ReplyPush> pushes) {
        this.questions = questions;
        this.inbox = inbox;
        this.config = config;
        this.metrics = metrics;
        this.pushes = pushes.stream().collect(Collectors.toMap(ReplyPush::provider, Function.identity()));
    }

    @Override
    public Uni<Outcome> send(Conversation call, String words) {
        return counted(call, () -> write(call, words, true, file(words)));
    }

    @Override
    public Uni<Outcome> ask(Conversation call, What what, String words) {
        String person = person(call);
        if (person == null) {
            return Uni.createFrom().item(Outcome.NOT_REACHED);
        }
        var question = new Questions.Question(call.key(), person, what, call.language());
        // Open before it is sent: who answers at once is answered in the call.
        return counted(
                call,
                () -> questions
                        .open(question, config.answerTime())
                        .chain(() -> write(
                                call,
                                words,
                                what != What.PHOTO,
                                what == What.LOCATION ? new Extra.AskLocation() : null))
                        .call(outcome -> outcome == Outcome.NOT_REACHED
                                ? questions.close(call.key(), person)
                                : Uni.createFrom().voidItem()));
    }

    @Override
    public Uni<Boolean> cancel(Conversation call) {
        String person = person(call);
        return person == null
                ? Uni.createFrom().item(false)
                : questions.close(call.key(), person).onFailure().recoverWithItem(false);
    }

    private static @Nullable String person(Conversation call) {
        return call.setup().caller();
    }

    private Uni<Outcome> counted(Conversation call, Supplier<Uni<Outcome>> action) {
        String person = person(call);
        if (person == null) {
            return Uni.createFrom().item(Outcome.NOT_REACHED);
        }
        return questions
                .count(call.key().accountId(), person, config.window())
                .chain(sent -> sent > config.perNumber() ? Uni.createFrom().item(Outcome.TOO_MANY) : action.get())
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("call %s: its caller could not be written to: %s", call.id(), failure);
                    return Outcome.NOT_REACHED;
                })
                .invoke(outcome -> metrics.counter(
                                "allo.reach.messages", "outcome", outcome.name().toLowerCase(Locale.ROOT))
                        .increment());
    }

    /** The one file that the words lead to: it is sent itself where the channel can. The words have been looked at before. */
    private static @Nullable Extra file(String words) {
        List<URI> links = Arrays.stream(words.split("\\s+"))
                .filter(word -> word.startsWith("https://"))
                .map(URI::create)
                .toList();
        return links.size() == 1 ? new Extra.FileAt(links.getFirst()) : null;
    }

    private Uni<Outcome> write(Conversation call, String words, boolean smsWillDo, @Nullable Extra extra) {
        ReachSettings reach = call.setup().agent().reach();
        Uni<Outcome> whatsApp = reach.whatsApp() == null
                ? Uni.createFrom().item(Outcome.NOT_REACHED)
                : onWhatsApp(call, reach, reach.whatsApp(), words, extra);
        return whatsApp.chain(outcome -> outcome != Outcome.NOT_REACHED || reach.sms() == null || !smsWillDo
                ? Uni.createFrom().item(outcome)
                : push(call, SMS, recipient(call, reach.sms(), Map.of(), Optional.empty()), words, extra, Outcome.SMS));
    }

    /** The person's last message to this number says who carries it, and whether more than a template may be sent. */
    private Uni<Outcome> onWhatsApp(
            Conversation call, ReachSettings reach, String ours, String words, @Nullable Extra extra) {
        String person = String.valueOf(person(call));
        ConversationKey chat = ConversationKey.ofWhatsApp(call.key().accountId(), person);
        return inbox.lastOf(chat, ours).chain(last -> {
            String provider = reach.metaPhoneNumberId() != null
                    ? META
                    : last.map(InboxEntry::provider).orElse(TWILIO);
            Map<String, String> facts = reach.metaPhoneNumberId() != null
                    ? Map.of("phone_number_id", reach.metaPhoneNumberId())
                    : last.map(InboxEntry::metadata).orElse(Map.of());
            return push(call, provider, recipient(call, ours, facts, last), words, extra, Outcome.WHATSAPP);
        });
    }

    private static Recipient recipient(
            Conversation call, String ours, Map<String, String> facts, Optional<InboxEntry> last) {
        return new Recipient(
                call.key().accountId(),
                person(call),
                ours,
                facts,
                last.map(InboxEntry::receivedAt).orElse(null));
    }

    /** Where it is refused with more than words, the words alone may go. */
    private Uni<Outcome> push(
            Conversation call, String provider, Recipient to, String words, @Nullable Extra extra, Outcome done) {
        ReplyPush push = pushes.get(provider);
        if (push == null) {
            return Uni.createFrom().item(Outcome.NOT_REACHED);
        }
        List<String> parts = push.parts(OutboundMessage.say(call.key().id(), words));
        Uni<ReplyPush.Outcome> plain = Uni.createFrom().deferred(() -> push.push(to, parts.getFirst()));
        Uni<ReplyPush.Outcome> sent = extra == null
                ? plain
                : push.push(to, parts.getFirst(), extra)
                        .chain(outcome -> outcome instanceof ReplyPush.Outcome.Refused
                                ? plain
                                : Uni.createFrom().item(outcome));
        return sent.map(outcome -> switch (outcome) {
            case ReplyPush.Outcome.Sent went -> done;
            case ReplyPush.Outcome.Unknown unknown -> Outcome.UNKNOWN;
            case ReplyPush.Outcome.Refused refused -> notSent(call, provider, refused.reason());
            case ReplyPush.Outcome.TryLater later -> notSent(call, provider, later.reason());
        });
    }

    /** Who is on the telephone does not wait for a second attempt. */
    private static Outcome notSent(Conversation call, String provider, String reason) {
        LOG.warnf("call %s: its caller was not written to by %s: %s", call.id(), provider, reason);
        return Outcome.NOT_REACHED;
    }
}
