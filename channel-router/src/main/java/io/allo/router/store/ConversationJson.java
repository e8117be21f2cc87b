// SPDX-License-Identifier: Apache-2.0
package io.allo.router.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.EndReason;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.HandoffTarget;
import io.allo.contracts.session.PrivacySettings;
import io.allo.contracts.session.SessionConfig;
import io.allo.router.conversation.AgentEvent.Action;
import io.allo.router.conversation.AgentEvent.KeyEntry;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.Consent;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.Dialogue;
import io.allo.router.conversation.Relay;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Conversations as JSON. The names of the core's sealed types live here, so that the core needs no annotation. Unknown fields
 * are ignored: during a rolling update the other replicas may know more.
 */
@Singleton
@RegisterForReflection(
        targets = {
            ConversationJson.State.class,
            Conversation.Setup.class,
            Consent.class,
            Dialogue.class,
            Dialogue.AnsweredTurn.class,
            KeyEntry.class,
            Action.class,
            Action.Listen.class,
            Action.End.class,
            Action.Transfer.class,
            Message.class,
            Message.Greeting.class,
            Message.User.class,
            Message.Agent.class,
            Message.ToolCall.class,
            Message.ToolResult.class,
            ConversationJson.MessageTypes.class,
            ConversationJson.ActionTypes.class,
            EndReason.class,
            ContactResolution.class,
            PrivacySettings.class,
            Relay.class,
            Relay.Shelf.class,
            HandoffTarget.class,
            HandoffTarget.Shares.class,
            SessionConfig.class,
            SessionConfig.ToolDefinition.class,
            SessionConfig.SipCredentials.class,
            SessionConfig.ItemReference.class,
            SessionConfig.CustomerContext.class,
            SessionConfig.DialogueFacts.class,
            SessionConfig.NumberedItem.class,
            SessionConfig.AnsweredQuestion.class
        })
class ConversationJson {
    private final ObjectMapper mapper;

    ConversationJson(ObjectMapper applicationMapper) {
        mapper = applicationMapper
                .copy()
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .addMixIn(Message.class, MessageTypes.class)
                .addMixIn(Action.class, ActionTypes.class);
    }

    /** What changes with each turn; the setup is kept apart because it is large and changes with the agent only. */
    record State(
            String id,
            Dialogue dialogue,
            int epoch,
            Instant startedAt,
            Instant lastAt,
            @Nullable EndReason endReason,
            @Nullable Consent consent,
            @Nullable Relay relay) {

        /** Which setup it has: each agent that gets the conversation brings its own. */
        int setupNumber() {
            return relay == null ? 0 : relay.handoffs();
        }

        Conversation with(ConversationKey key, Conversation.Setup setup) {
            return new Conversation(key, id, setup, dialogue, epoch, startedAt, lastAt, endReason, consent, relay);
        }
    }

    String state(Conversation conversation) {
        return write(new State(
                conversation.id(),
                conversation.dialogue(),
                conversation.epoch(),
                conversation.startedAt(),
                conversation.lastAt(),
                conversation.endReason(),
                conversation.consent(),
                conversation.relay()));
    }

    String setup(Conversation conversation) {
        return write(conversation.setup());
    }

    State readState(String json) {
        return read(json, State.class);
    }

    Conversation.Setup readSetup(String json) {
        return read(json, Conversation.Setup.class);
    }

    private String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a conversation cannot be written as JSON", e);
        }
    }

    private <T> T read(String json, Class<T> type) {
        try {
            return mapper.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored conversation cannot be read", e);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Message.Greeting.class, name = "greeting"),
        @JsonSubTypes.Type(value = Message.User.class, name = "user"),
        @JsonSubTypes.Type(value = Message.Agent.class, name = "agent"),
        @JsonSubTypes.Type(value = Message.ToolCall.class, name = "toolCall"),
        @JsonSubTypes.Type(value = Message.ToolResult.class, name = "toolResult")
    })
    interface MessageTypes {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Action.Listen.class, name = "listen"),
        @JsonSubTypes.Type(value = Action.End.class, name = "end"),
        @JsonSubTypes.Type(value = Action.Transfer.class, name = "transfer")
    })
    interface ActionTypes {}
}
