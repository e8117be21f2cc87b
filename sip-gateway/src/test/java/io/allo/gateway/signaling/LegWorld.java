// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.call.AudioPolicy;
import io.allo.gateway.call.Call;
import io.allo.gateway.call.CallController;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallLimits;
import io.allo.gateway.call.CallPorts;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.GatewayIdentity;
import io.allo.gateway.call.Mailbox;
import io.allo.gateway.call.RingPolicy;
import io.allo.gateway.call.VirtualClock;
import io.allo.gateway.call.Worker;
import io.allo.gateway.call.WorkerDirectory;
import io.allo.gateway.call.WorkerStream;
import io.allo.gateway.call.WorkerStreamListener;
import io.allo.gateway.config.SipConfig.ReliableProvisional;
import io.allo.gateway.peer.FakeMedia;
import io.allo.gateway.peer.FakeSounds;
import io.allo.gateway.peer.RecordedTelemetry;
import io.allo.gateway.peer.TestCall;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.sip.ClientTransaction;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipProvider;
import org.jspecify.annotations.Nullable;

/** A called leg and its call: all is real but the wire, the worker's socket and the time. One thread. */
final class LegWorld {
    static final Duration T1 = Duration.ofMillis(500);

    final VirtualClock clock = new VirtualClock();
    final FakeMedia media = new FakeMedia();
    final LegRegistry legs = new LegRegistry();
    final RecordedTelemetry telemetry = new RecordedTelemetry();
    final List<Throwable> failures = new ArrayList<>();
    /** Final answers to each request of the peer, by its CSeq. */
    final Map<String, List<SIPResponse>> answers = new LinkedHashMap<>();
    /** Methods of our requests, in order. */
    final List<String> requests = new ArrayList<>();

    final InboundLeg leg;
    final CallController calls;
    int over;

    private final Mailbox mailbox = new Mailbox(Runnable::run, (_, failure) -> failures.add(failure));
    private final SipFactory factory = SipFactory.getInstance();
    private final boolean offers;
    private @Nullable WorkerStreamListener worker;
    private @Nullable String reliable;
    private @Nullable Ours open;
    private int cseq = 1;

    /** An INVITE of ours on its way. */
    private static final class Ours {
        final SIPRequest request;
        final ResponseListener listener;

        Ours(SIPRequest request, ResponseListener listener) {
            this.request = request;
            this.listener = listener;
        }
    }

    /** @param offers the INVITE brings a description @param require its Require header, empty for none */
    LegWorld(boolean offers, String require) {
        this.offers = offers;
        factory.setPathName("gov.nist");
        try {
            Tags tags = new Tags();
            SipMessages messages = new SipMessages(factory, tags);
            LegContext context = new LegContext(
                    new SipOutbox(provider(), new LargeRequests(clock, 0), tags),
                    messages,
                    legs,
                    clock,
                    T1,
                    new SessionTimerPolicy(Duration.ZERO, Duration.ofSeconds(90)),
                    ReliableProvisional.REQUIRED);
            SIPRequest invite = request(
                    "INVITE", 1, offers ? TestCall.OFFER : "", require.isEmpty() ? "X-A: b" : "Require: " + require);
            Dialog dialog = Dialog.called(
                    invite,
                    new DialogId(invite.getCallId().getCallId(), "ours", "theirs"),
                    messages.contactUri("127.0.0.1", 5060, "udp"));
            MediaTerms terms = new MediaTerms("127.0.0.1", AudioPolicy.DEFAULT);
            leg = new InboundLeg(invite, transaction(), dialog, terms, mailbox, context, () -> over++);
        } catch (ParseException | SipException e) {
            throw new IllegalStateException(e);
        }
        legs.add(leg);
        calls = new CallController(ports(), 10, 100);
        calls.open();
        calls.admit();
        Call call = calls.begin(
                new CallRequest(new CallId("call-0001"), "+33612345678", "restaurant", clock.now(), null),
                leg,
                mailbox);
        leg.belongsTo(call);
        worker().opened();
    }

    private CallPorts ports() {
        return new CallPorts(
                new GatewayIdentity("gateway", "0123456789abcdef"),
                media,
                new OneWorker(),
                (_, _, listener) -> {
                    worker = listener;
                    return (WorkerStream) proxy(WorkerStream.class, (_, _) -> null);
                },
                (_, _) -> {},
                telemetry,
                new FakeSounds(),
                clock,
                new CallLimits(
                        new RingPolicy(Duration.ofSeconds(4), Duration.ofSeconds(30), Duration.ofSeconds(3)),
                        Duration.ofSeconds(8),
                        Duration.ofHours(1),
                        3,
                        Duration.ofSeconds(2)));
    }

    private WorkerStreamListener worker() {
        if (worker == null) {
            throw new IllegalStateException("no worker was asked");
        }
        return worker;
    }

    // What the peer does

    void sends(String method, String body, String... headers) {
        SIPRequest request = request(method, ++cseq, body, headers);
        answers.put(request.getCSeq().toString(), new ArrayList<>());
        ServerTransaction transaction = transaction();
        mailbox.execute(() -> leg.request(request, transaction));
    }

    void acknowledges(int number, String body) {
        SIPRequest ack = request("ACK", number, body);
        mailbox.execute(() -> leg.acknowledged(ack));
    }

    /** The ACK of the first INVITE, with an answer where our offer was in its 200. */
    void acknowledgesFirst() {
        acknowledges(1, offers || reliable != null ? "" : TestCall.OFFER);
    }

    /** The last reliable 18x. */
    void pracks() {
        sends("PRACK", offers ? "" : TestCall.OFFER, "RAck: " + reliable + " 1 INVITE");
    }

    void cancels() {
        mailbox.execute(leg::cancelled);
    }

    /** Answers our INVITE, if there is one on its way. */
    void answersOurs(int status) {
        Ours ours = open;
        if (ours != null) {
            open = null;
            SIPResponse response = ours.request.createResponse(status);
            response.setToTag("theirs");
            if (status == 200) {
                response.setMessageContent(TestCall.OFFER.getBytes(UTF_8));
            }
            ours.listener.response(response);
        }
    }

    /** Number of the last request of the peer. */
    int lastNumber() {
        return cseq;
    }

    // What the worker does

    void says(StreamMessage message) {
        worker().message(message);
    }

    // The wire

    private SIPRequest request(String method, int number, String body, String... headers) {
        List<String> lines = new ArrayList<>(List.of(
                method + " sip:restaurant@127.0.0.1 SIP/2.0",
                "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK" + number + method,
                "From: <sip:+33612345678@127.0.0.1>;tag=theirs",
                "To: <sip:restaurant@127.0.0.1>" + (number == 1 && method.equals("INVITE") ? "" : ";tag=ours"),
                "Call-ID: race",
                "CSeq: " + number + " " + method,
                "Contact: <sip:phone@127.0.0.1:5070>",
                "Max-Forwards: 70"));
        lines.addAll(List.of(headers));
        if (!body.isEmpty()) {
            lines.add("Content-Type: application/sdp");
        }
        lines.add("Content-Length: " + body.length());
        try {
            String text = String.join("\r\n", lines) + "\r\n\r\n" + body;
            SIPRequest request = (SIPRequest) factory.createMessageFactory().createRequest(text);
            if (!body.isEmpty()) {
                request.setMessageContent(body.getBytes(UTF_8));
            }
            request.setPeerPacketSourceAddress(InetAddress.getLoopbackAddress());
            request.setPeerPacketSourcePort(5070);
            return request;
        } catch (ParseException | SipException e) {
            throw new IllegalStateException(e);
        }
    }

    private ServerTransaction transaction() {
        return (ServerTransaction) proxy(ServerTransaction.class, (method, arguments) -> {
            if (method.equals("sendResponse")) {
                heard((SIPResponse) arguments[0]);
            }
            return null;
        });
    }

    private void heard(SIPResponse response) {
        if (response.getStatusCode() >= 200) {
            answers.computeIfAbsent(response.getCSeq().toString(), _ -> new ArrayList<>())
                    .add(response);
        } else if (response.getHeader("RSeq") != null) {
            reliable = response.getHeader("RSeq").toString().replaceAll("\\D", "");
        }
    }

    private SipProvider provider() {
        return (SipProvider) proxy(SipProvider.class, (method, arguments) -> switch (method) {
            case "getNewClientTransaction" -> client((SIPRequest) arguments[0]);
            case "sendRequest" -> {
                requests.add(((SIPRequest) arguments[0]).getMethod());
                yield null;
            }
            default -> null;
        });
    }

    /** Nobody answers unless a test does so: the stack says so after 64*T1. */
    private ClientTransaction client(SIPRequest request) {
        List<ResponseListener> listener = new ArrayList<>();
        return (ClientTransaction) proxy(ClientTransaction.class, (method, arguments) -> {
            if (method.equals("setApplicationData")) {
                listener.add((ResponseListener) arguments[0]);
            } else if (method.equals("sendRequest")) {
                requests.add(request.getMethod());
                Ours sent = new Ours(request, listener.getFirst());
                if (request.getMethod().equals("INVITE")) {
                    open = sent;
                    clock.after(T1.multipliedBy(64), () -> {
                        if (open == sent) {
                            open = null;
                            sent.listener.silence(SipOutbox.TIMEOUT);
                        }
                    });
                } else {
                    clock.after(T1.multipliedBy(64), () -> sent.listener.silence(SipOutbox.TIMEOUT));
                }
            }
            return null;
        });
    }

    private interface Handler {
        @Nullable
        Object handle(String method, Object[] arguments);
    }

    private static Object proxy(Class<?> type, Handler handler) {
        return Proxy.newProxyInstance(
                LegWorld.class.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) ->
                        handler.handle(method.getName(), arguments == null ? new Object[0] : arguments));
    }

    private static final class OneWorker implements WorkerDirectory {
        @Override
        public CompletionStage<Optional<Worker>> reserve(CallId id, int epoch, Set<String> excluded) {
            return CompletableFuture.completedFuture(Optional.of(new Worker("w1", URI.create("ws://127.0.0.1:1"))));
        }

        @Override
        public void release(Worker worker, CallId id) {}
    }
}
