// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import org.jboss.logging.MDC;

/**
 * Puts the conversation's id on log lines as a key. Only around the line itself: a turn moves between threads, and a key left behind
 * would mark the lines of others.
 */
final class ConversationScope {
    private static final String KEY = "conversationId";

    private ConversationScope() {}

    static void run(Conversation conversation, Runnable line) {
        Object before = MDC.get(KEY);
        MDC.put(KEY, conversation.id());
        try {
            line.run();
        } finally {
            if (before == null) {
                MDC.remove(KEY);
            } else {
                MDC.put(KEY, before);
            }
        }
    }
}
