// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.gateway.peer.SipText;
import io.allo.gateway.signaling.LateDoor.Entry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a gateway that is late does with INVITEs before the stack reads them. */
class LateDoorTest {
    private static final InetSocketAddress SOURCE =
            new InetSocketAddress(InetAddress.ofLiteral("198.51.100.7"), 40_000);
    private static final String INVITE = "INVITE sip:desk@192.0.2.1 SIP/2.0\r\n"
            + "Via: SIP/2.0/UDP 10.0.0.1:5062;rport;branch=z9hG4bK1\r\nv: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK0\r\n"
            + "f: <sip:a@b>;tag=1\r\nTo: \"Desk\"\r\n <sip:desk@192.0.2.1>\r\ni: one@b\r\nCSeq: 1 INVITE\r\n"
            + "User-Agent: phone\r\nContent-Length: 0\r\n\r\n";

    private boolean late;
    private int told;
    private final LateDoor door = new LateDoor(new LateDoor.House() {
        @Override
        public boolean isLate() {
            return late;
        }

        @Override
        public boolean answers(RequestHead invite, InetSocketAddress source) {
            return invite.userAgent().equals("phone");
        }

        @Override
        public byte[] refuse(RequestHead invite, InetSocketAddress source) {
            told++;
            return invite.refusal(503, Duration.ofSeconds(2), source);
        }
    });

    private Entry knock(String text) {
        return door.knock(text.getBytes(ISO_8859_1), SOURCE);
    }

    @Test
    void anInviteIsRefusedAtOnceInTheSameWordsAsItsCopies() {
        late = true;

        Entry.Refuse refused = (Entry.Refuse) knock(INVITE);
        Entry.Refuse again = (Entry.Refuse) knock(INVITE);

        assertThat(new String(refused.answer(), ISO_8859_1))
                .isEqualTo(new String(again.answer(), ISO_8859_1))
                .endsWith("\r\n\r\n");
        assertThat(refused.to()).isEqualTo(SOURCE);
        SipText text = SipText.parse(refused.answer());
        assertThat(text.status()).isEqualTo(503);
        assertThat(text.all("Via"))
                .containsExactly(
                        "SIP/2.0/UDP 10.0.0.1:5062;rport=40000;branch=z9hG4bK1;received=198.51.100.7",
                        "SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK0");
        assertThat(text.header("From")).isEqualTo("<sip:a@b>;tag=1");
        assertThat(text.header("To")).startsWith("\"Desk\" <sip:desk@192.0.2.1>;tag=");
        assertThat(text.header("Call-ID")).isEqualTo("one@b");
        assertThat(text.header("CSeq")).isEqualTo("1 INVITE");
        assertThat(text.header("Retry-After")).isEqualTo("2");
        assertThat(told).isEqualTo(2);
    }

    @Test
    void aCopyOfOneThatWaitsInTheQueueIsNotAnsweredSinceItsOriginalWillBe() {
        assertThat(knock(INVITE)).isInstanceOf(Entry.Enter.class);
        late = true;
        assertThat(knock(INVITE)).isInstanceOf(Entry.Drop.class);
        late = false;
        assertThat(knock(INVITE)).isInstanceOf(Entry.Enter.class);
        assertThat(told).isZero();
    }

    @Test
    void aCopyOfARefusedOneBecomesNoCallLaterAndItsAckGoesNoFurther() {
        late = true;
        knock(INVITE);
        late = false;
        assertThat(knock(INVITE)).isInstanceOf(Entry.Refuse.class);
        String ack = INVITE.replace("INVITE", "ACK");
        assertThat(knock(ack)).isInstanceOf(Entry.Drop.class);
        assertThat(knock(ack.replace("z9hG4bK1", "z9hG4bK2"))).isInstanceOf(Entry.Enter.class);
        assertThat(knock(INVITE.replace("one@b", "two@b"))).isInstanceOf(Entry.Enter.class);
    }

    /** Requests inside calls, what ends calls, and what only the stack can judge. */
    @ParameterizedTest
    @CsvSource({
        "INVITE, BYE",
        "desk@192.0.2.1>|i, desk@192.0.2.1>;tag=ours|i",
        "Via: SIP/2.0/UDP, Via: SIP/2.0/TCP",
        "CSeq, X-CSeq",
        "|f: , |x: "
    })
    void theRestEnters(String text, String replacement) {
        late = true;
        assertThat(knock(INVITE.replace(text.replace("|", "\r\n"), replacement.replace("|", "\r\n"))))
                .isInstanceOf(Entry.Enter.class);
    }

    @Test
    void whoHearsNothingHearsNothing() {
        late = true;
        assertThat(knock(INVITE.replace("phone", "friendly-scanner"))).isInstanceOf(Entry.Drop.class);
        assertThat(told).isZero();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1:5062;branch=z9hG4bK1, 5062", "phone.example;branch=z9hG4bK1, 5060", "[::1]:99;branch=b, 99"})
    void withoutRportTheAnswerGoesToTheNamedPortOfTheSeenAddress(String sentBy, int port) {
        late = true;
        String old = INVITE.replace("10.0.0.1:5062;rport;branch=z9hG4bK1", sentBy);
        assertThat(((Entry.Refuse) knock(old)).to()).isEqualTo(new InetSocketAddress(SOURCE.getAddress(), port));
    }
}
