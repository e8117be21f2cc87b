// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who calls whom, and by which trunk: the custom parameters of a stream's {@code start}. */
final class CallContact {
    private CallContact() {}

    static Contact of(String callId, int epoch, Map<String, String> parameters) {
        String caller = parameters.get("callerPhone");
        return new Contact(
                Channel.VOICE,
                parameters.getOrDefault("to", ""),
                caller == null || caller.isBlank() ? null : caller,
                callId,
                epoch,
                number(parameters, "sipAccountId"),
                number(parameters, "workflowId"));
    }

    private static @Nullable Integer number(Map<String, String> parameters, String name) {
        String text = parameters.getOrDefault(name, "");
        return text.matches("[0-9]{1,9}") ? Integer.valueOf(text) : null;
    }
}
