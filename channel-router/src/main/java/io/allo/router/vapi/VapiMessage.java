// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import org.jspecify.annotations.Nullable;

/**
 * A server message, read tolerantly: the call stands in {@code message.call}, in hand-written integrations beside
 * {@code message}.
 *
 * @param type {@code message.type}, empty when absent
 * @param body the {@code message} object
 * @param callId empty when absent; the conversation's id
 * @param caller E.164, null when unknown
 * @param called E.164, empty when the message does not tell
 */
record VapiMessage(
        String type, JsonNode body, String callId, @Nullable String caller, String called) {
    private static final int LONGEST = 128;

    static VapiMessage of(JsonNode root) {
        JsonNode message = root.path("message");
        JsonNode call = message.path("call").isObject() ? message.path("call") : root.path("call");
        String caller = text(call.path("customer").path("number"));
        if (caller.isEmpty()) {
            caller = text(message.path("customer").path("number"));
        }
        if (caller.isEmpty()) {
            caller = text(call.path("from"));
        }
        String called = text(call.path("phoneNumber").path("number"));
        if (called.isEmpty()) {
            called = text(message.path("phoneNumber").path("number"));
        }
        String id = text(call.path("id"));
        return new VapiMessage(
                text(message.path("type")),
                message,
                id.matches("[A-Za-z0-9_.:-]{1,128}") ? id : "",
                caller.isEmpty() ? null : caller,
                called);
    }

    private static String text(JsonNode node) {
        String text = node.isTextual() ? node.asText().strip() : "";
        return text.length() <= LONGEST ? text : "";
    }

    /** What the caller said, in the classic form. */
    String content() {
        return body.path("content").isTextual() ? body.path("content").asText().strip() : "";
    }

    Contact contact(String fallbackNumber) {
        return new Contact(Channel.VOICE, called.isEmpty() ? fallbackNumber : called, caller, callId);
    }
}
