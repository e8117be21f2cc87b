// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.text.ParseException;

/**
 * The stack's parser, and a look at what it hides: it takes any version for 2.0 and the last of two headers that may stand
 * once. The flaw rides on the request ({@link SIPRequest#getApplicationData}) to {@link RequestGate}. Instantiated by name.
 */
public final class StrictParserFactory implements MessageParserFactory {

    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        return new StrictParser();
    }

    private static final class StrictParser extends StringMsgParser {
        @Override
        public SIPMessage parseSIPMessage(
                byte[] message, boolean readBody, boolean strict, ParseExceptionListener listener)
                throws ParseException {
            SIPMessage parsed = parse(message, readBody, strict, listener);
            if (parsed instanceof SIPRequest request) {
                RequestFlaw.in(message).ifPresent(request::setApplicationData);
            }
            return parsed;
        }

        /** The stack puts the exception's text into the reason phrase of its 400, line breaks and all. */
        private SIPMessage parse(byte[] message, boolean readBody, boolean strict, ParseExceptionListener listener)
                throws ParseException {
            try {
                return super.parseSIPMessage(message, readBody, strict, listener);
            } catch (ParseException e) {
                ParseException plain = new ParseException("not readable", e.getErrorOffset());
                plain.initCause(e);
                throw plain;
            }
        }
    }
}
