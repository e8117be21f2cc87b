// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.peer.InMemoryWorker;
import io.allo.gateway.peer.SipStreamPeer;
import io.allo.gateway.peer.SipText;
import io.allo.gateway.peer.TestCall;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests of ours inside a call that do not fit into one datagram (RFC 3261 18.1.1). */
class LargeInDialogTest extends CallsOverUdp {
    /** A proxy that wants much of itself back. */
    private String recordRoute() {
        return "Record-Route: <sip:" + phone.address() + ";lr;state=" + "x".repeat(1300) + ">";
    }

    private InMemoryWorker.Session establish(TestCall call) {
        call.invite(recordRoute());
        call.expect(200);
        call.ack();
        return worker.nextSession();
    }

    @Test
    void goByTcpWhereThePeerTakesIt() {
        int port = Integer.parseInt(phone.address().split(":")[1]);
        TestCall call = phone.call("restaurant");
        try (SipStreamPeer stream =
                new SipStreamPeer(port, request -> List.of(call.answerText(request, "200 OK", "")))) {
            InMemoryWorker.Session session = establish(call);

            session.say(new StreamMessage.Hangup(session.streamSid(), null));

            await().untilAsserted(() -> assertThat(stream.requests("BYE"))
                    .singleElement()
                    .satisfies(bye -> assertThat(bye.header("Via")).startsWith("SIP/2.0/TCP ")));
            await().until(() -> gateway.sip().legs() == 0); // its 200 was heard
        }
    }

    @Test
    void goByUdpWhereTcpIsRefused() {
        TestCall call = phone.call("restaurant");
        InMemoryWorker.Session session = establish(call);

        session.say(new StreamMessage.Hangup(session.streamSid(), null));

        SipText bye = phone.expectRequest("BYE");
        assertThat(bye.header("Via")).startsWith("SIP/2.0/UDP ");
        assertThat(bye.header("Route")).hasSizeGreaterThan(1300);
        call.accept(bye);
    }
}
