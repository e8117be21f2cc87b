// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.StringMsgParser;
import io.allo.gateway.call.CallId;
import io.allo.gateway.ladder.Ladders;
import java.lang.management.ManagementFactory;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * What it costs to note a message in a call's ladder: seven a call, the last 2,000 calls kept. Not part of the build (its name is
 * no test): {@code mvn -pl sip-gateway -am test -Dtest=LadderBenchmark}. The figures are logged.
 */
class LadderBenchmark {
    private static final Logger LOG = Logger.getLogger(LadderBenchmark.class);
    private static final int CALLS = 20_000;
    private static final int ROUNDS = 5;
    private static final int KEPT = 2000;
    private static final String BODY = "v=0\r\no=a 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            + "m=audio 4000 RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\n";

    @Test
    void aMessage() throws ParseException {
        Ladders ladders = new Ladders(Clock.systemUTC(), KEPT, Duration.ofHours(1));
        SipMessageLogger logger = new SipMessageLogger();
        logger.journal(ladders);
        List<SIPMessage> dialog = dialog();
        for (int round = 1; round <= ROUNDS; round++) {
            long before = cpuNanos();
            for (int call = 0; call < CALLS; call++) {
                String sipCallId = "call-" + round + "-" + call;
                for (int i = 0; i < dialog.size(); i++) {
                    dialog.get(i).getCallId().setCallId(sipCallId);
                    logger.logMessage(
                            dialog.get(i), "127.0.0.1:5060", "127.0.0.1:5070", i % 2 == 1, 1_700_000_000_000L);
                    if (i == 0) {
                        ladders.leg(new CallId(sipCallId), sipCallId);
                    }
                }
            }
            LOG.infof(
                    "round %d: %.2f us of CPU a message",
                    round, (cpuNanos() - before) / 1000.0 / CALLS / dialog.size());
        }
        assertThat(ladders.of(new CallId("call-" + ROUNDS + "-" + (CALLS - 1)))).isPresent();
    }

    private static List<SIPMessage> dialog() throws ParseException {
        List<SIPMessage> dialog = new ArrayList<>();
        for (String start : List.of(
                "INVITE sip:restaurant@127.0.0.1 SIP/2.0",
                "SIP/2.0 100 Trying",
                "SIP/2.0 180 Ringing",
                "SIP/2.0 200 OK",
                "ACK sip:restaurant@127.0.0.1 SIP/2.0",
                "SIP/2.0 200 OK",
                "BYE sip:restaurant@127.0.0.1 SIP/2.0")) {
            String method = start.startsWith("SIP") ? "INVITE" : start.substring(0, start.indexOf(' '));
            String body = start.startsWith("INVITE") || start.contains("200") ? BODY : "";
            String text = start
                    + "\r\nVia: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKbench\r\nFrom: <sip:a@127.0.0.1>;tag=a\r\n"
                    + "To: <sip:restaurant@127.0.0.1>" + (start.startsWith("INVITE") ? "" : ";tag=b")
                    + "\r\nCall-ID: c\r\nCSeq: 1 " + method + "\r\n"
                    + "Contact: <sip:a@127.0.0.1:5070>\r\nMax-Forwards: 70\r\nUser-Agent: bench\r\n"
                    + (body.isEmpty() ? "" : "Content-Type: application/sdp\r\n") + "Content-Length: " + body.length()
                    + "\r\n\r\n" + body;
            dialog.add(new StringMsgParser().parseSIPMessage(text.getBytes(US_ASCII), true, false, null));
        }
        return dialog;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
