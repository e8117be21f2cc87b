// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.core.ServerLogger;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Properties;
import javax.sip.SipStack;
import org.jboss.logging.Logger;

/** First lines of SIP messages at TRACE; never bodies or headers. Instantiated by name. */
public final class SipMessageLogger implements ServerLogger {
    private static final Logger LOG = Logger.getLogger("io.allo.gateway.signaling.messages");

    @Override
    public void logMessage(SIPMessage message, String from, String to, boolean sender, long time) {
        LOG.tracef("%s %s", sender ? "out" : "in", message.getFirstLine());
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
