// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import gov.nist.javax.sip.ListeningPointImpl;
import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.HopImpl;
import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.trunk.SipTarget;
import java.io.IOException;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.sip.ClientTransaction;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.PeerUnavailableException;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipProvider;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.header.HeaderFactory;
import javax.sip.header.UserAgentHeader;
import javax.sip.message.MessageFactory;
import org.jboss.logging.Logger;

/**
 * Words and sends requests outside a dialog: REGISTER, OPTIONS, the first INVITE. Sending happens on a virtual thread of its
 * own, because over TCP and TLS the stack connects in the sender's thread. Thread-safe.
 */
final class ClientRequests {
    private static final Logger LOG = Logger.getLogger(ClientRequests.class);
    private static final int MAX_FORWARDS = 70;

    private final SipProvider provider;
    private final LocalAddress local;
    private final Executor threads;
    private final ServiceRoutes serviceRoutes = new ServiceRoutes();
    private final LargeRequests large;
    private final Tags tags;
    private final HeaderFactory headers;
    private final AddressFactory addresses;
    private final MessageFactory messages;
    private final UserAgentHeader userAgent;

    /** What identifies a request outside a dialog. */
    record Head(String method, String requestUri, String from, String fromTag, String to, String callId, long cseq) {}

    ClientRequests(
            SipFactory factory,
            SipProvider provider,
            LocalAddress local,
            LargeRequests large,
            Executor threads,
            Tags tags)
            throws PeerUnavailableException, ParseException {
        this.provider = provider;
        this.local = local;
        this.large = large;
        this.threads = threads;
        this.tags = tags;
        this.headers = factory.createHeaderFactory();
        this.addresses = factory.createAddressFactory();
        this.messages = factory.createMessageFactory();
        this.userAgent = headers.createUserAgentHeader(List.of("Allo"));
    }

    /** IP literal at which the target reaches our signalling. */
    String localHost(SipTarget target) {
        return local.signalling(target.address());
    }

    /** IP literal at which the target reaches our media. */
    String mediaHost(SipTarget target) {
        return local.media(target.address());
    }

    /** What the target should call us by. @throws IllegalStateException when this transport is not open */
    LocalAddress.Place reachedAt(SipTarget target) {
        return local.contact(target.address(), target.transport().name(), localPort(target.transport()));
    }

    /** Our Contact for this account at this target: as configured, else where the target reaches us. */
    SipURI contact(Trunk trunk, SipTarget target) {
        LocalAddress.Place own = reachedAt(target);
        String host = trunk.contactHost();
        Integer port = trunk.contactPort();
        int otherwise = host == null ? own.port() : localPort(target.transport());
        return contact(
                trunk.contactToken(),
                host == null ? own.host() : host,
                port == null ? otherwise : port,
                target.transport());
    }

    /** The target said in a response where it sees us. */
    void seenBy(SipTarget target, SIPResponse response) {
        if (response.getTopmostVia() != null) {
            local.seen(target.address(), response.getTopmostVia());
        }
    }

    /** What registrars want before the INVITEs of an account. */
    ServiceRoutes serviceRoutes() {
        return serviceRoutes;
    }

    /** Our port of this transport. @throws IllegalStateException when it is not open */
    int localPort(SipTarget.Transport transport) {
        return point(transport).getPort();
    }

    /** @param host name or literal */
    private SipURI contact(String user, String host, int port, SipTarget.Transport transport) {
        try {
            SipURI uri = addresses.createSipURI(
                    user, host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host);
            uri.setPort(port);
            if (transport != SipTarget.Transport.UDP) {
                uri.setTransportParam(transport.name().toLowerCase(Locale.ROOT));
            }
            return uri;
        } catch (ParseException e) {
            throw new IllegalArgumentException("contact at " + host, e);
        }
    }

    /** A request to this target, with a new branch. */
    SIPRequest request(Head head, SipTarget target) {
        try {
            String transport = target.transport().name().toLowerCase(Locale.ROOT);
            SIPRequest request = (SIPRequest) messages.createRequest(
                    addresses.createURI(head.requestUri()),
                    head.method(),
                    headers.createCallIdHeader(head.callId()),
                    headers.createCSeqHeader(head.cseq(), head.method()),
                    headers.createFromHeader(addresses.createAddress(addresses.createURI(head.from())), head.fromTag()),
                    headers.createToHeader(addresses.createAddress(addresses.createURI(head.to())), null),
                    List.of(headers.createViaHeader(
                            localHost(target), localPort(target.transport()), transport, branch())),
                    headers.createMaxForwardsHeader(MAX_FORWARDS));
            request.getTopmostVia().setRPort();
            request.addLast(userAgent);
            expect(target);
            request.setApplicationData(new HopImpl(target.address().getHostAddress(), target.port(), transport));
            return request;
        } catch (ParseException | InvalidArgumentException | SipException e) {
            throw new IllegalArgumentException(head.method() + " not worded", e);
        }
    }

    private String branch() {
        return "z9hG4bK" + tags.next();
    }

    /** A TLS connection is to show the domain's certificate. */
    private void expect(SipTarget target) {
        if (target.transport() == SipTarget.Transport.TLS
                && ((SipStackImpl) provider.getSipStack()).getNetworkLayer() instanceof SipNetworkLayer network) {
            network.expect(target.address(), target.port(), target.domain());
        }
    }

    /** Adds one header more of this name. */
    void add(SIPRequest request, String name, String value) {
        try {
            request.addLast((SIPHeader) headers.createHeader(name, value));
        } catch (ParseException | SipException e) {
            throw new IllegalArgumentException("header " + name, e);
        }
    }

    /** Sends; the listener hears what comes of it, silence when nothing can be sent. */
    void send(SIPRequest request, ResponseListener listener) {
        send(request, listener, _ -> {});
    }

    /** @param sending hears of the transaction before the request leaves, and once more when it leaves by another transport */
    void send(SIPRequest request, ResponseListener listener, Consumer<ClientTransaction> sending) {
        threads.execute(() -> {
            try {
                if (large.byTcp(request)) {
                    sendOverTcp(request, listener, sending);
                } else {
                    sendNow(request, listener, sending);
                }
            } catch (SipException | RuntimeException e) {
                LOG.debugf(e, "%s not sent", request.getMethod());
                listener.silence(SipOutbox.UNREACHABLE);
            }
        });
    }

    private void sendNow(SIPRequest request, ResponseListener listener, Consumer<ClientTransaction> sending)
            throws SipException {
        ClientTransaction transaction = provider.getNewClientTransaction(request);
        transaction.setApplicationData(listener);
        sending.accept(transaction);
        transaction.sendRequest();
    }

    private void sendOverTcp(SIPRequest request, ResponseListener listener, Consumer<ClientTransaction> sending)
            throws SipException {
        try {
            sendNow(request, listener, sending);
        } catch (SipException e) {
            LOG.debugf(e, "%s not sent over TCP", request.getMethod());
            large.backToUdp(request, branch());
            sendNow(request, listener, sending);
        }
    }

    /** CANCEL of an INVITE that has a provisional answer. */
    void cancel(ClientTransaction invite) {
        threads.execute(() -> {
            try {
                SIPRequest cancel = (SIPRequest) invite.createCancel();
                cancel.setApplicationData(((SIPRequest) invite.getRequest()).getApplicationData());
                provider.getNewClientTransaction(cancel).sendRequest();
            } catch (SipException | RuntimeException e) {
                LOG.debug("CANCEL not sent", e); // the INVITE has its final answer, or the line is gone
            }
        });
    }

    /** CRLFCRLF to the target. */
    void keepAlive(SipTarget target) {
        threads.execute(() -> {
            try {
                ((ListeningPointImpl) point(target.transport()))
                        .sendHeartbeat(target.address().getHostAddress(), target.port());
            } catch (IOException | RuntimeException e) {
                LOG.debugf(e, "no keep-alive to %s", target);
            }
        });
    }

    private ListeningPoint point(SipTarget.Transport transport) {
        ListeningPoint point = provider.getListeningPoint(transport.name());
        if (point == null) {
            throw new IllegalStateException("SIP over " + transport + " is not open");
        }
        return point;
    }
}
