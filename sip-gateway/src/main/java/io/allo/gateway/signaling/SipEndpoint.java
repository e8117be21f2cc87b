// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.util.Objects.requireNonNull;

import gov.nist.javax.sip.SipStackImpl;
import io.allo.gateway.call.AccountLoad;
import io.allo.gateway.call.CallController;
import io.allo.gateway.call.CallTimers;
import io.allo.gateway.call.InviteCheck;
import io.allo.gateway.call.TrunkDirectory;
import io.allo.gateway.config.SipConfig;
import io.allo.gateway.trunk.InviteClient;
import io.allo.gateway.trunk.RegisterClient;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.Optional;
import java.util.Properties;
import java.util.TooManyListenersException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The SIP stack: UDP and TCP on one port. Started and stopped once. */
public final class SipEndpoint {
    private static final Logger LOG = Logger.getLogger(SipEndpoint.class);
    private static final String STACK_PATH = "gov.nist";
    private static final int PORT_TRIES = 20;
    private static final int LARGEST_MESSAGE = 65_535;
    /** A pause of the JVM must not lose what comes meanwhile; the kernel gives no more than it is allowed to. */
    private static final int RECEIVE_BUFFER = 2 << 20;

    private final SipConfig config;
    private final Optional<String> mediaAddress;
    private final CallTimers timers;
    private final TrunkDirectory trunks;
    private final AccountLoad accountLoad;
    /** Virtual threads: a call that waits for a slow TCP peer holds up nobody else. */
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("call-", 0).factory());

    private final LegRegistry legs = new LegRegistry();

    private @Nullable SipStack stack;
    private volatile @Nullable RegisterClient registrations;
    private volatile @Nullable InviteClient invites;
    private volatile @Nullable TlsIdentity identity;
    private volatile @Nullable InviteCheck check;
    private @Nullable SipIntake intake;
    private volatile boolean listening;
    private int port;
    private int tlsPort;

    /** @param mediaAddress IP literal that callers are told to send RTP to; the one of signalling when empty */
    public SipEndpoint(
            SipConfig config,
            Optional<String> mediaAddress,
            CallTimers timers,
            TrunkDirectory trunks,
            AccountLoad accountLoad) {
        this.config = config;
        this.mediaAddress = mediaAddress;
        this.timers = timers;
        this.trunks = trunks;
        this.accountLoad = accountLoad;
    }

    /** Opens the ports. @throws IllegalStateException with the root cause in its message */
    public void start(CallController calls) {
        try {
            open(calls);
        } catch (SipException
                | TooManyListenersException
                | ParseException
                | InvalidArgumentException
                | RuntimeException e) {
            stopHalfOpen(e);
            throw new IllegalStateException(
                    "SIP does not start on " + config.bindAddress() + ":" + port + ": " + rootCause(e), e);
        }
        listening = true;
        LOG.infof("SIP listens on %s:%d (UDP, TCP), TLS %d", config.bindAddress(), port, tlsPort);
    }

    /** A stack that could not open its ports may not be able to close them either; why it did not start counts. */
    private void stopHalfOpen(Exception cause) {
        try {
            stop();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private void open(CallController calls)
            throws SipException, TooManyListenersException, ParseException, InvalidArgumentException {
        port = config.port() == 0 ? freePort() : config.port();
        SipFactory factory = SipFactory.getInstance();
        factory.setPathName(STACK_PATH);
        Tags tags = new Tags();
        SipMessages messages = new SipMessages(factory, tags);
        SipStack created = factory.createSipStack(properties());
        stack = created;
        if (((SipStackImpl) created).getNetworkLayer() instanceof SipNetworkLayer layer) {
            intake = layer.intake();
            calls.congestion().watchDelay(intake::delay);
            calls.congestion().watch(threads);
        }
        if (((SipStackImpl) created).getServerLogger() instanceof SipMessageLogger logger) {
            logger.journal(calls.journal());
        }
        ListeningPoint udp = created.createListeningPoint(config.bindAddress(), port, ListeningPoint.UDP);
        ListeningPoint tcp = created.createListeningPoint(config.bindAddress(), port, ListeningPoint.TCP);
        SipProvider provider = created.createSipProvider(udp);
        provider.addListeningPoint(tcp);
        provider.addListeningPoint(tlsPoint(created));
        SessionTimerPolicy timerPolicy = new SessionTimerPolicy(config.sessionExpires(), config.sessionMin());
        LargeRequests large = new LargeRequests(timers, config.tcpAbove());
        LegContext context = new LegContext(
                new SipOutbox(provider, large, tags),
                messages,
                legs,
                timers,
                config.t1(),
                timerPolicy,
                config.reliableProvisional());
        LocalAddress local = new LocalAddress(config.advertisedAddress(), mediaAddress, config.learnContact());
        SourceLoad sourceLoad =
                new SourceLoad(timers, config.maxCallsPerSource(), config.maxNewCallsPerSecondPerSource());
        TrunkSources sources = new TrunkSources(trunks);
        SourceShield shield = new SourceShield(
                timers,
                config.banAfter(),
                config.ban(),
                source -> trunks.trunks().isEmpty() || sourceLoad.isLive(source) || sources.anyIncludes(source));
        requireNonNull(intake, "intake").guard(new LateDoor(new BusyHouse(calls, shield, config.retryAfter())));
        CallerDigest digest = new CallerDigest(new Nonces(timers), config.realm());
        InboundAccounts accounts = new InboundAccounts(trunks, sources, digest, config.strangers());
        check = new InviteRehearsal(accounts, shield, sourceLoad);
        InviteAdmission admission =
                new InviteAdmission(accounts, digest, sourceLoad, shield, accountLoad, calls, messages);
        InviteHandler handler = new InviteHandler(calls, admission, context, local, this::portOf, threads, tags);
        RequestGate gate = new RequestGate(messages, timerPolicy, shield);
        provider.addSipListener(new RequestDispatcher(provider, calls, context, gate, handler));
        ClientRequests requests = new ClientRequests(factory, provider, local, large, threads, tags);
        registrations = new TrunkRegistrations(requests, tags);
        invites = new TrunkInvites(requests, context, tags, calls.journal());
        created.start();
    }

    /** Without a certificate nobody comes in by it, but the stack opens TLS connections only beside such a port. */
    private ListeningPoint tlsPoint(SipStack created) throws SipException, InvalidArgumentException {
        try {
            TlsIdentity loaded = new TlsIdentity(config);
            if (((SipStackImpl) created).getNetworkLayer() instanceof SipNetworkLayer layer) {
                layer.tls(loaded.context());
            }
            identity = loaded;
            tlsPort = loaded.hasCertificate() && config.tlsPort() != 0 ? config.tlsPort() : freePort();
            keepFresh(loaded);
            return created.createListeningPoint(config.bindAddress(), tlsPort, ListeningPoint.TLS);
        } catch (GeneralSecurityException | IOException e) {
            throw new SipException("TLS", e);
        }
    }

    private void keepFresh(TlsIdentity loaded) {
        timers.after(
                config.tlsReload(),
                () -> threads.execute(() -> {
                    if (identity == loaded) {
                        loaded.reloadWhenChanged();
                        keepFresh(loaded);
                    }
                }));
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "allo-" + port + "-" + System.nanoTime());
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        properties.setProperty("gov.nist.javax.sip.AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
        properties.setProperty("javax.sip.ROUTER_PATH", PinnedRouter.class.getName());
        properties.setProperty("gov.nist.javax.sip.STACK_LOGGER", SipStackLogger.class.getName());
        properties.setProperty("gov.nist.javax.sip.SERVER_LOGGER", SipMessageLogger.class.getName());
        properties.setProperty("gov.nist.javax.sip.MESSAGE_PARSER_FACTORY", StrictParserFactory.class.getName());
        properties.setProperty("gov.nist.javax.sip.SIP_MESSAGE_VALVE", RequestRepair.class.getName());
        properties.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        properties.setProperty("gov.nist.javax.sip.NETWORK_LAYER", SipNetworkLayer.class.getName());
        properties.setProperty("gov.nist.javax.sip.TLS_CLIENT_PROTOCOLS", "TLSv1.3, TLSv1.2");
        properties.setProperty("gov.nist.javax.sip.ENABLED_CIPHER_SUITES", String.join(" ", cipherSuites()));
        properties.setProperty("gov.nist.javax.sip.TLS_CLIENT_AUTH_TYPE", "DisabledAll");
        properties.setProperty("gov.nist.javax.sip.SSL_HANDSHAKE_TIMEOUT", "5000");
        properties.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", String.valueOf(config.threads()));
        properties.setProperty("gov.nist.javax.sip.CONGESTION_CONTROL_TIMEOUT", "0"); // SipIntake bounds the queue
        properties.setProperty("gov.nist.javax.sip.RECEIVE_UDP_BUFFER_SIZE", String.valueOf(RECEIVE_BUFFER));
        properties.setProperty("gov.nist.javax.sip.MAX_MESSAGE_SIZE", String.valueOf(LARGEST_MESSAGE));
        properties.setProperty("gov.nist.javax.sip.DELIVER_UNSOLICITED_NOTIFY", "true");
        properties.setProperty("gov.nist.javax.sip.TCP_NODELAY", "true");
        return properties;
    }

    private static String[] cipherSuites() {
        try {
            return SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has TLS", e);
        }
    }

    /** One that is free for UDP and for TCP. */
    private int freePort() throws SipException {
        InetAddress address = InetAddress.ofLiteral(config.bindAddress());
        for (int i = 0; i < PORT_TRIES; i++) {
            try (DatagramSocket udp = new DatagramSocket(0, address);
                    ServerSocket tcp = new ServerSocket(udp.getLocalPort(), 1, address)) {
                return tcp.getLocalPort();
            } catch (IOException e) {
                LOG.debug("port taken", e);
            }
        }
        throw new SipException("no free port");
    }

    private int portOf(String transport) {
        return transport.equalsIgnoreCase(ListeningPoint.TLS) ? tlsPort : port;
    }

    /** The port that is open. */
    public int port() {
        return port;
    }

    /** The TLS port that is open. */
    public int tlsPort() {
        return tlsPort;
    }

    /** Says what would be decided of an INVITE; after {@link #start}. */
    public InviteCheck check() {
        return requireNonNull(check, "not started");
    }

    public boolean isListening() {
        return listening;
    }

    /** Sends REGISTER and OPTIONS to the trunks; after {@link #start}. */
    public RegisterClient registrations() {
        return requireNonNull(registrations, "not started");
    }

    /** Sends INVITE to the trunks; after {@link #start}. */
    public InviteClient invites() {
        return requireNonNull(invites, "not started");
    }

    /** What came by UDP and is not parsed yet; after {@link #start}. */
    SipIntake intake() {
        return requireNonNull(intake, "not started");
    }

    LegRegistry registry() {
        return legs;
    }

    /** Legs whose dialog is not over. */
    public int legs() {
        return legs.size();
    }

    public void stop() {
        listening = false;
        identity = null;
        SipStack running = stack;
        if (running != null) {
            stack = null;
            running.stop();
        }
    }

    private static String rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
