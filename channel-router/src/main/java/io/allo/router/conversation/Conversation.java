// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.EndReason;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.PrivacySettings;
import io.allo.contracts.session.SessionConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of one conversation; immutable, kept in the {@link ContextStore} between turns.
 *
 * @param id id in records, events and tool calls; on the phone the call id
 * @param setup what was fixed when the agent that has it got it
 * @param dialogue what was said and done
 * @param epoch number of the worker that holds it, raised at each takeover of a call
 * @param lastAt when something last happened; the idle time counts from here
 * @param endReason null while it goes on
 * @param consent what the caller decided about the keeping of his words; null while nothing was decided or asked
 * @param relay which agents had it before
 */
public record Conversation(
        ConversationKey key,
        String id,
        Setup setup,
        Dialogue dialogue,
        int epoch,
        Instant startedAt,
        Instant lastAt,
        @Nullable EndReason endReason,
        @Nullable Consent consent,
        Relay relay) {

    public Conversation {
        requireNonNull(key, "key");
        requireNonNull(id, "id");
        requireNonNull(setup, "setup");
        requireNonNull(dialogue, "dialogue");
        relay = relay == null ? Relay.NONE : relay;
    }

    /** Nothing was decided about the keeping of it. */
    public Conversation(
            ConversationKey key,
            String id,
            Setup setup,
            Dialogue dialogue,
            int epoch,
            Instant startedAt,
            Instant lastAt,
            @Nullable EndReason endReason) {
        this(key, id, setup, dialogue, epoch, startedAt, lastAt, endReason, null, Relay.NONE);
    }

    /**
     * Fixed as long as this agent has the conversation: its session is fetched exactly once.
     *
     * @param caller E.164 number of the person, null when unknown
     * @param degraded true when the session could not be fetched
     */
    public record Setup(ContactResolution agent, @Nullable String caller, SessionConfig session, boolean degraded) {

        /** What is known before the first word. */
        Map<String, Object> firstContext(String id, Channel channel) {
            Map<String, Object> context = new LinkedHashMap<>(session.initialContext());
            context.put("conversation_id", id);
            context.put("call_id", id);
            context.put("channel", channel.wireName());
            if (caller != null) {
                context.put("caller_phone", caller);
            }
            return context;
        }

        /** The agent's default language. */
        public String language() {
            return languageOf(agent);
        }
    }

    /** What the person speaks, as far as the agent does. */
    public String language() {
        return SpokenLanguage.of(setup.agent().languages(), dialogue.messages());
    }

    static String languageOf(ContactResolution agent) {
        List<String> languages = agent.languages();
        return languages == null || languages.isEmpty() ? Apologies.DEFAULT_LANGUAGE : languages.getFirst();
    }

    /** May what is said be kept? On the telephone on the agent's condition; what somebody writes himself always. */
    public boolean keepsWords() {
        return key.channel() != Channel.VOICE
                || setup.agent().privacy().consent() == PrivacySettings.Consent.OFF
                || (consent != null && consent.allows());
    }

    /** What its model is asked now. */
    ChatModel.Request request(Instant now) {
        return new ChatModel.Request(
                setup.agent().languages(),
                key.channel(),
                setup.session(),
                dialogue.context(),
                dialogue.messages(),
                dialogue.memory(),
                now,
                setup.agent().speech().tuning().temperature());
    }

    /** On the phone the call ends when the last words were played; a text is delivered with its turn. */
    @Nullable
    EndReason endsWith(AgentEvent.Action action) {
        return key.channel() != Channel.VOICE && action instanceof AgentEvent.Action.End end ? end.reason() : null;
    }

    public boolean ended() {
        return endReason != null;
    }

    /** Was nothing heard for longer than this? */
    public boolean idleFor(Duration limit, Instant now) {
        return lastAt.plus(limit).isBefore(now);
    }

    Conversation with(Dialogue next, Instant now) {
        return new Conversation(key, id, setup, next, epoch, startedAt, now, endReason, consent, relay);
    }

    Conversation consenting(Consent decided, Instant now) {
        return new Conversation(key, id, setup, dialogue, epoch, startedAt, now, endReason, decided, relay);
    }

    Conversation heldBy(int nextEpoch, Instant now) {
        return new Conversation(
                key, id, setup, dialogue, Math.max(epoch, nextEpoch), startedAt, now, endReason, consent, relay);
    }

    Conversation endedBecause(EndReason reason, Instant now) {
        return new Conversation(key, id, setup, dialogue, epoch, startedAt, now, reason, consent, relay);
    }

    /** The next agent has it. */
    Conversation handedTo(Setup next, Dialogue seen, Relay after, Instant now) {
        return new Conversation(key, id, next, seen, epoch, startedAt, now, endReason, consent, after);
    }

    /** The agent has spoken: it owes no answer any more. */
    Conversation spoken() {
        return new Conversation(key, id, setup, dialogue, epoch, startedAt, lastAt, endReason, consent, relay.spoken());
    }
}
