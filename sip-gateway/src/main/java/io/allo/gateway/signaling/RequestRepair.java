// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.address.AddressImpl;
import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.MaxForwards;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;
import java.text.ParseException;
import javax.sip.InvalidArgumentException;
import javax.sip.SipStack;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * Makes a request say what is true before the stack acts on it. Its top Via names no {@code maddr}, which would send our
 * answers to any address that a stranger names. A missing Max-Forwards or Contact (RFC 2543 clients) is put in: the
 * stack refuses without. Instantiated by name.
 */
public final class RequestRepair implements SIPMessageValve {
    private static final int USUAL_MAX_FORWARDS = 70;

    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        Via via = request.getTopmostVia();
        try {
            if (request.getMaxForwards() == null) {
                request.setMaxForwards(new MaxForwards(USUAL_MAX_FORWARDS));
            }
            if (request.getMethod().equals(Request.INVITE) && request.getContactHeader() == null) {
                request.setHeader(contactAtSource(channel));
            }
        } catch (ParseException | InvalidArgumentException e) {
            return false;
        }
        via.removeParameter(Via.MADDR);
        return true;
    }

    /** Where the request came from. */
    private static Contact contactAtSource(MessageChannel channel) throws ParseException {
        SipUri uri = new SipUri();
        uri.setHost(channel.getPeerPacketSourceAddress().getHostAddress());
        uri.setPort(channel.getPeerPacketSourcePort());
        AddressImpl address = new AddressImpl();
        address.setURI(uri);
        Contact contact = new Contact();
        contact.setAddress(address);
        return contact;
    }

    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        return true;
    }

    @Override
    public void init(SipStack stack) {
        // keeps nothing
    }

    @Override
    public void destroy() {
        // keeps nothing
    }
}
