// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.message;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.toolexecutor.door.ApiException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /api/messages}. */
@JsonIgnoreProperties(ignoreUnknown = true)
record NewMessage(
        @Nullable String restaurantId,
        @Nullable String callId,
        @Nullable String callerPhone,
        @Nullable String callerName,
        @Nullable String content,
        @Nullable String category,
        @Nullable Boolean isUrgent) {
    private static final List<String> CATEGORIES =
            List.of("callback_request", "complaint", "info_request", "special_request", "other");
    private static final int LONGEST_CONTENT = 4000;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_ID = 255;

    /** Refuses what cannot be stored; 400 with what was expected. */
    NewMessage checked() {
        if (content == null || content.isBlank()) {
            throw ApiException.badRequest("content is required");
        }
        if (category != null && !CATEGORIES.contains(category)) {
            throw ApiException.badRequest("unknown category (expected: one of " + String.join(", ", CATEGORIES) + ")");
        }
        bounded(content, LONGEST_CONTENT, "content");
        bounded(callerName, LONGEST_NAME, "callerName");
        bounded(callId, LONGEST_ID, "callId");
        return this;
    }

    private static void bounded(@Nullable String text, int longest, String name) {
        if (text != null && text.length() > longest) {
            throw ApiException.badRequest(
                    name + " has " + text.length() + " characters (expected: at most " + longest + ")");
        }
    }
}
