// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** What the widget sends; JSON with {@code type}. Fields may be absent: whoever reads them checks. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ClientMessage.Start.class, name = "start"),
    @JsonSubTypes.Type(value = ClientMessage.Resume.class, name = "resume"),
    @JsonSubTypes.Type(value = ClientMessage.Message.class, name = "message"),
    @JsonSubTypes.Type(value = ClientMessage.Ping.class, name = "ping")
})
@JsonIgnoreProperties(ignoreUnknown = true)
sealed interface ClientMessage {

    /** Open a new conversation. */
    record Start() implements ClientMessage {}

    /** @param after the last row whose answer the client has; 0 after a reload */
    record Resume(@Nullable String conversationId, @Nullable String secret, long after) implements ClientMessage {}

    /** @param id made by the client; the same id is the same message */
    record Message(@Nullable String id, @Nullable String text) implements ClientMessage {}

    record Ping() implements ClientMessage {}
}
