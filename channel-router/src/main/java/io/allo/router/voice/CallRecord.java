// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.ConversationKey;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that the conversation of a call is closed once the call is, whichever comes first: the end may be known before
 * the conversation is open. One call, one mailbox.
 */
final class CallRecord {
    private static final Logger LOG = Logger.getLogger(CallRecord.class);

    private final String callId;
    private final Mailbox mailbox;
    private final VoiceServices services;
    private @Nullable ConversationKey conversation;
    private @Nullable EndReason ended;

    CallRecord(String callId, Mailbox mailbox, VoiceServices services) {
        this.callId = callId;
        this.mailbox = mailbox;
        this.services = services;
    }

    void opened(ConversationKey key) {
        conversation = key;
        close();
    }

    /** The first reason counts. */
    void end(EndReason reason) {
        if (ended == null) {
            ended = reason;
            close();
        }
    }

    private void close() {
        if (conversation != null && ended != null) {
            services.engine().end(conversation, ended).subscribe().with(done -> {}, this::failed);
        }
    }

    /** The line is lost: another worker may go on with the call. If none has after a while, the gateway is lost too. */
    void endUnlessTakenOver(int epoch) {
        mailbox.after(
                services.rules().takeoverWindow(),
                () -> services.takeovers()
                        .takenOver(callId, epoch)
                        .subscribe()
                        .with(
                                elsewhere -> mailbox.execute(() -> {
                                    if (!elsewhere) {
                                        end(EndReason.GATEWAY_LOST);
                                    }
                                }),
                                this::failed));
    }

    private void failed(Throwable failure) {
        LOG.warnf("the end of call %s could not be recorded: %s", callId, failure.toString());
    }
}
