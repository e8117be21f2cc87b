// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Opens mailboxes whose tasks log with the call's id. */
public final class CallMailbox {
    private static final Logger LOG = Logger.getLogger(CallMailbox.class);
    private static final String CALL_ID = "callId";

    private CallMailbox() {}

    /** @param threads runs the tasks; virtual threads, so that one that waits holds up nobody else */
    public static Mailbox open(CallId id, Executor threads) {
        return new Mailbox(
                task -> threads.execute(() -> logged(id, task)),
                (thread, failure) -> LOG.error("task of a call failed", failure));
    }

    private static void logged(CallId id, Runnable task) {
        try {
            MDC.put(CALL_ID, id.value());
        } finally {
            runAndForget(task); // without its name in the log rather than never
        }
    }

    private static void runAndForget(Runnable task) {
        try {
            task.run();
        } finally {
            MDC.remove(CALL_ID);
        }
    }
}
