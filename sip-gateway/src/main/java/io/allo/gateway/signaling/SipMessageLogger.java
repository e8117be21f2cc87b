// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.core.ServerLogger;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import io.allo.gateway.call.CallJournal;
import java.time.Instant;
import java.util.Properties;
import javax.sip.SipStack;
import javax.sip.message.Request;
import org.jboss.logging.Logger;

/**
 * Hears every message that the stack reads or writes: notes those of calls in the journal, and logs first lines at TRACE, never
 * bodies or headers. Runs on stack threads and in mailboxes; must not throw. Instantiated by name.
 */
public final class SipMessageLogger implements ServerLogger {
    private static final Logger LOG = Logger.getLogger("io.allo.gateway.signaling.messages");

    private volatile CallJournal journal = CallJournal.NONE;

    void journal(CallJournal of) {
        journal = of;
    }

    @Override
    public void logMessage(SIPMessage message, String from, String to, boolean sender, long time) {
        LOG.tracef("%s %s", sender ? "out" : "in", message.getFirstLine());
        try {
            String callId =
                    message.getCallId() == null ? "" : message.getCallId().getCallId();
            if (startsCall(message, sender) || journal.follows(callId)) {
                journal.message(MessageSketch.of(message, callId, sender ? to : from, sender, at(time)));
            }
        } catch (RuntimeException e) {
            LOG.debug("message not noted", e);
        }
    }

    /** The stack logs what it sent after the sending, when the answer may be in already: its own time keeps the order. */
    private static Instant at(long time) {
        return time > 0 ? Instant.ofEpochMilli(time) : Instant.now();
    }

    /** Whoever sends a first INVITE of ours has named its call before. */
    private static boolean startsCall(SIPMessage message, boolean sender) {
        return !sender
                && message instanceof SIPRequest request
                && Request.INVITE.equals(request.getMethod())
                && request.getToTag() == null;
    }

    @Override
    public void logMessage(SIPMessage message, String from, String to, String status, boolean sender, long time) {
        logMessage(message, from, to, sender, time);
    }

    @Override
    public void logMessage(SIPMessage message, String from, String to, String status, boolean sender) {
        logMessage(message, from, to, sender, 0);
    }

    @Override
    public void logException(Exception cause) {
        LOG.debug("stack exception", cause);
    }

    @Override
    public void closeLogFile() {
        // there is none
    }

    @Override
    public void setStackProperties(Properties stackProperties) {
        // levels are ours
    }

    @Override
    public void setSipStack(SipStack sipStack) {
        // not needed
    }
}
