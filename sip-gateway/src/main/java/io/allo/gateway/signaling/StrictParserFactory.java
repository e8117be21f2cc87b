// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.StatusLine;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.UDPMessageChannel;
import java.text.ParseException;
import java.util.Set;

/**
 * The stack's parser, and a look at what it hides: it takes any version for 2.0 and the last of two headers that may stand
 * once. The flaw rides on the request ({@link SIPRequest#getApplicationData}) to {@link RequestGate}. Instantiated by name.
 */
public final class StrictParserFactory implements MessageParserFactory {

    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        return stack.getNetworkLayer() instanceof SipNetworkLayer layer
                ? new StrictParser(layer.intake())
                : new StrictParser(new SipIntake());
    }

    private static final Set<Class<?>> NEEDED = Set.of(
            From.class,
            To.class,
            CSeq.class,
            Via.class,
            CallID.class,
            ContentLength.class,
            RequestLine.class,
            StatusLine.class);

    private static final class StrictParser extends StringMsgParser {
        private final SipIntake intake;

        StrictParser(SipIntake intake) {
            this.intake = intake;
        }

        @Override
        public SIPMessage parseSIPMessage(
                byte[] message, boolean readBody, boolean strict, ParseExceptionListener listener)
                throws ParseException {
            byte[] whole = message;
            if (listener instanceof UDPMessageChannel) {
                intake.taken();
                whole = Datagram.message(message);
            }
            SIPMessage parsed = parse(whole, readBody, strict, listener);
            if (parsed instanceof SIPRequest request && request.getApplicationData() == null) {
                RequestFlaw.in(whole).ifPresent(request::setApplicationData);
                if (Salvage.isIncomplete(request)) {
                    Salvage.completed(request).setApplicationData(RequestFlaw.UNREADABLE);
                }
                OtherMethod.replaceIn(request);
                nameTransport(request, listener);
            }
            if (parsed != null) {
                SessionBody.unwrap(parsed);
            }
            return parsed;
        }

        /** The one it came by: the stack answers over the one in the top Via, or not at all when it is not the channel's. */
        private static void nameTransport(SIPRequest request, ParseExceptionListener listener) throws ParseException {
            Via via = request.getTopmostVia();
            if (via != null && listener instanceof MessageChannel channel) {
                via.setTransport(channel.getTransport());
            }
        }

        private SIPMessage parse(byte[] message, boolean readBody, boolean strict, ParseExceptionListener listener)
                throws ParseException {
            try {
                return super.parseSIPMessage(message, readBody, strict, onlyOptional(listener));
            } catch (ParseException e) {
                SIPRequest left = Salvage.of(message);
                if (left == null) {
                    // the stack puts the exception's text into the reason phrase of its 400, line breaks and all
                    ParseException plain = new ParseException("not readable", e.getErrorOffset());
                    plain.initCause(e);
                    throw plain;
                }
                left.setApplicationData(RequestFlaw.UNREADABLE);
                return left;
            }
        }

        /** The stack's own listener closes a TCP connection for a header that it needs and cannot read. */
        private static ParseExceptionListener onlyOptional(ParseExceptionListener listener) {
            return (failure, message, header, text, whole) -> {
                if (header != null && NEEDED.contains(header)) {
                    throw failure;
                }
                if (listener != null) {
                    listener.handleException(failure, message, header, text, whole);
                }
            };
        }
    }
}
