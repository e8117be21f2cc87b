// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.PrivacySettings;
import io.allo.contracts.session.ReachSettings;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SpeechSettings;
import io.allo.contracts.session.VoicemailSettings;
import io.allo.contracts.tools.ToolFlags;
import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.AnswerTimes;
import io.allo.router.conversation.AnsweredBy;
import io.allo.router.conversation.CallReport;
import io.allo.router.conversation.ChatModel;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.Consent;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.ConversationLog;
import io.allo.router.conversation.ConversationLog.ToolCall;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.PreparedAnswer;
import io.allo.router.conversation.ToolLoop;
import io.allo.router.conversation.UserTurn;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A conversation engine that answers by a script. */
final class FakeEngine implements ConversationEngine {
    final List<String> turns = new ArrayList<>();
    final List<String> said = new ArrayList<>();
    /** {@code human words}: what somebody else said in the agent's place. */
    final List<String> wrote = new ArrayList<>();

    final List<Map<String, Object>> learned = new ArrayList<>();
    final List<String> heard = new ArrayList<>();
    final List<EndReason> ends = new ArrayList<>();
    final List<Consent> consents = new ArrayList<>();
    final List<AnsweredBy> answeredBy = new ArrayList<>();
    final List<ModelUsage> used = new ArrayList<>();
    final List<AnswerTimes> times = new ArrayList<>();
    final List<Message.ToolCall> toolCalls = new ArrayList<>();
    Function<Message.ToolCall, Uni<ToolLoop.Done>> tool = call -> Uni.createFrom()
            .item(new ToolLoop.Done(
                    Map.of("success", true), Map.of(), ToolFlags.NONE, ToolCall.Outcome.SUCCESS, null, null));
    final Queue<Multi<AgentEvent>> answers = new ArrayDeque<>();
    List<Message> transcript = List.of();
    String model = "built-in";
    int maxSeconds;
    VoicemailSettings voicemail = VoicemailSettings.DEFAULT;
    boolean degraded;
    boolean fresh = true;
    Opened.Before before = Opened.Before.NOTHING;

    @Nullable
    Consent consent;

    /** Most tests are about what comes after the notices. */
    PrivacySettings privacy = new PrivacySettings(false, PrivacySettings.Consent.OFF, false);

    SpeechSettings speech = SpeechSettings.DEFAULT;
    ReachSettings reach = ReachSettings.NONE;
    StreamMessage.Transfer.@Nullable Mode transferMode;

    @Nullable
    String transferTo;

    @Nullable
    Throwable unresolved;

    @Nullable
    Throwable unopened;

    @Nullable
    Contact contact;

    @Override
    public Uni<ContactResolution> resolve(Contact who) {
        contact = who;
        return unresolved == null
                ? Uni.createFrom().item(agent())
                : Uni.createFrom().failure(unresolved);
    }

    @Override
    public Uni<Opened> open(Contact who) {
        if (unopened != null) {
            return Uni.createFrom().failure(unopened);
        }
        ConversationKey key = new ConversationKey("account", who.channel(), who.sessionId());
        SessionConfig session = new SessionConfig(
                "",
                List.of(),
                "sage",
                "",
                Map.of(),
                null,
                Map.of(),
                null,
                "EUR",
                null,
                "Europe/Paris",
                20,
                true,
                false,
                transferTo != null,
                transferTo,
                transferTo != null,
                null,
                null);
        return Uni.createFrom()
                .item(new Opened(key, who.sessionId(), agent(), session, degraded, consent, fresh, before));
    }

    private ContactResolution agent() {
        return new ContactResolution(
                        "account",
                        "FR",
                        "agent",
                        "Demo",
                        List.of("fr", "en"),
                        model,
                        "sage",
                        2.5,
                        maxSeconds,
                        null,
                        null,
                        null,
                        null,
                        null)
                .with(privacy)
                .with(voicemail)
                .with(speech)
                .with(reach)
                .handedOver(transferMode);
    }

    @Override
    public Multi<AgentEvent> greet(ConversationKey key) {
        return next();
    }

    @Override
    public Multi<AgentEvent> userTurn(ConversationKey key, UserTurn turn) {
        turns.add(turn.text());
        return next();
    }

    private Multi<AgentEvent> next() {
        Multi<AgentEvent> answer = answers.poll();
        return answer == null ? says("") : answer;
    }

    @Override
    public Multi<AgentEvent> userTurn(ConversationKey key, UserTurn turn, PreparedAnswer prepared) {
        return userTurn(key, turn);
    }

    @Override
    public Uni<PreparedAnswer> prepare(ConversationKey key, UserTurn guess, Consumer<ChatModel.Event> watcher) {
        return Uni.createFrom().nothing();
    }

    @Override
    public Uni<Void> wrote(ConversationKey key, String id, ConversationLog.Role by, String words) {
        wrote.add(by.name().toLowerCase(Locale.ROOT) + " " + words);
        return said(key, words);
    }

    @Override
    public Uni<Void> learned(ConversationKey key, Map<String, Object> facts) {
        learned.add(facts);
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> said(ConversationKey key, String words) {
        if (!words.isBlank()) {
            said.add(words);
        }
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> heard(ConversationKey key, UserTurn turn) {
        turns.add(turn.text());
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<ToolLoop.Done> runTool(ConversationKey key, int epoch, Message.ToolCall call) {
        toolCalls.add(call);
        return tool.apply(call);
    }

    @Override
    public Uni<Void> used(ConversationKey key, ModelUsage usage) {
        used.add(usage);
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> interrupted(ConversationKey key, String heardText) {
        heard.add(heardText);
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> timed(ConversationKey key, AnswerTimes answer) {
        times.add(answer);
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> consented(ConversationKey key, Consent decided) {
        consents.add(decided);
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> answeredBy(ConversationKey key, AnsweredBy who) {
        answeredBy.add(who);
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> end(ConversationKey key, EndReason reason) {
        ends.add(reason);
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> reported(ConversationKey key, CallReport report) {
        return end(key, report.reason());
    }

    @Override
    public Uni<Void> forget(ConversationKey key, String id) {
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<List<Message>> transcript(ConversationKey key) {
        return Uni.createFrom().item(transcript);
    }

    @Override
    public Uni<Boolean> isOpen(ConversationKey key) {
        return Uni.createFrom().item(ends.isEmpty());
    }

    /** An answer that waits for any keys afterwards. */
    static Multi<AgentEvent> says(String text) {
        return says(text, new AgentEvent.Action.Listen(), null);
    }

    static Multi<AgentEvent> says(String text, AgentEvent.Action action, AgentEvent.@Nullable KeyEntry entry) {
        return Multi.createFrom().items(new AgentEvent.Text(text), new AgentEvent.TurnEnded(text, action, entry));
    }
}
