// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.core.ServerLogger;
import gov.nist.core.StackLogger;
import java.util.Properties;
import org.jboss.logging.Logger;

/**
 * JAIN-SIP's log lines in ours. Errors and warnings of the stack are mostly peers' bad messages with their content: they go
 * to DEBUG, so that no peer fills the log and no number stands in it. Instantiated by name.
 */
public final class SipStackLogger implements StackLogger {
    private static final Logger LOG = Logger.getLogger("io.allo.gateway.signaling.stack");

    @Override
    public boolean isLoggingEnabled() {
        return LOG.isDebugEnabled();
    }

    @Override
    public boolean isLoggingEnabled(int level) {
        if (level == ServerLogger.TRACE_MESSAGES) {
            return true; // SipMessageLogger hears every message
        }
        return level <= TRACE_ERROR ? LOG.isDebugEnabled() : LOG.isTraceEnabled();
    }

    @Override
    public void logFatalError(String message) {
        LOG.error(message);
    }

    @Override
    public void logError(String message) {
        LOG.debug(message);
    }

    @Override
    public void logError(String message, Exception cause) {
        LOG.debug(message, cause);
    }

    @Override
    public void logException(Throwable cause) {
        LOG.debug("stack exception", cause);
    }

    @Override
    public void logWarning(String message) {
        LOG.debug(message);
    }

    @Override
    public void logInfo(String message) {
        LOG.trace(message);
    }

    @Override
    public void logDebug(String message) {
        LOG.trace(message);
    }

    @Override
    public void logDebug(String message, Exception cause) {
        LOG.trace(message, cause);
    }

    @Override
    public void logTrace(String message) {
        LOG.trace(message);
    }

    @Override
    public void logStackTrace() {
        // the stack asks for one per sent message
    }

    @Override
    public void logStackTrace(int level) {
        // see above
    }

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void disableLogging() {
        // levels are ours
    }

    @Override
    public void enableLogging() {
        // levels are ours
    }

    @Override
    public void setBuildTimeStamp(String buildTimeStamp) {
        // not of interest
    }

    @Override
    public void setStackProperties(Properties stackProperties) {
        // levels are ours
    }

    @Override
    public String getLoggerName() {
        return LOG.getName();
    }
}
