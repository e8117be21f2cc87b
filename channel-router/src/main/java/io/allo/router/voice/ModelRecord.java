// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.UserTurn;
import java.util.Locale;

/** What a speech-to-speech model heard, said and cost, on its way to the engine's record, in order. One call, one mailbox. */
final class ModelRecord {
    private final DialogueParts parts;
    private final Opened conversation;
    private final RecordSteps steps;
    private int turns;

    ModelRecord(DialogueParts parts, Opened conversation) {
        this.parts = parts;
        this.conversation = conversation;
        this.steps = new RecordSteps(parts.mailbox(), conversation.conversationId());
    }

    void heard(UserTurn.Input input, String text) {
        String id = input.name().toLowerCase(Locale.ROOT) + "-" + parts.epoch() + "-" + ++turns;
        UserTurn turn = new UserTurn(id, input, text, parts.clock().instant(), parts.epoch());
        steps.add(() -> parts.engine().heard(conversation.key(), turn));
    }

    void said(String words) {
        steps.add(() -> parts.engine().said(conversation.key(), words));
        steps.afterwards(parts.answers()::saidRecorded);
    }

    void used(ModelUsage usage) {
        steps.add(() -> parts.engine().used(conversation.key(), usage));
    }

    /** Runs this in the mailbox once everything before it is recorded. */
    void afterwards(Runnable task) {
        steps.afterwards(task);
    }
}
