// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import static io.allo.router.conversation.ConversationLog.Role.AGENT;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is said in one turn: by one agent, or by one behind the other. Each part comes into the record in its agent's name. */
final class TurnWords {
    private final ConversationLog log;
    private final Clock clock;
    private final Instant arrived;
    private final StringBuilder said = new StringBuilder();
    private int recorded;
    private @Nullable Instant firstAt;

    /** @param arrived when the person's words came */
    TurnWords(ConversationLog log, Clock clock, Instant arrived) {
        this.log = log;
        this.clock = clock;
        this.arrived = arrived;
    }

    /** @return what is to go out: the next agent's words begin on a line of their own */
    String add(String words) {
        if (firstAt == null) {
            firstAt = clock.instant();
        }
        String text = recorded > 0 && isRecorded() ? "\n" + words : words;
        said.append(text);
        return text;
    }

    /** Behind what was said so far. */
    String apart(String words) {
        return said.isEmpty() ? words : " " + words;
    }

    /** All of the turn. */
    String text() {
        return said.toString();
    }

    boolean isRecorded() {
        return said.length() == recorded;
    }

    /** What was said since the last time, by the agent that has the conversation. */
    void record(Conversation conversation, Instant now) {
        Instant begun = firstAt == null ? now : firstAt;
        log.turn(new ConversationLog.Turn(
                conversation,
                conversation.dialogue().turns(),
                AGENT,
                null,
                recorded == 0 ? said.toString() : said.substring(recorded).strip(),
                begun,
                Duration.between(arrived, begun),
                Duration.between(arrived, now)));
        recorded = said.length();
        firstAt = null;
    }
}
