// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.header.ViaList;
import gov.nist.javax.sip.parser.ViaParser;
import io.allo.gateway.signaling.LocalAddress.Place;
import java.net.InetAddress;
import java.text.ParseException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is learned from a registrar that says where it sees us (RFC 3581). */
class LocalAddressTest {
    private static final InetAddress PEER = InetAddress.ofLiteral("127.0.0.1");
    private static final Place OWN = new Place("127.0.0.1", 5060);

    private final LocalAddress local = new LocalAddress(Optional.empty(), Optional.empty(), true);

    /** @param via behind the protocol */
    private Place after(String transport, String via) throws ParseException {
        ViaList parsed = (ViaList) new ViaParser("Via: SIP/2.0/" + transport + " " + via + "\n").parse();
        local.seen(PEER, (Via) parsed.getFirst());
        return local.contact(PEER, transport, 5060);
    }

    @Test
    void anotherAddressOrPortIsLearnedAndForgottenAgain() throws Exception {
        assertThat(after("UDP", "127.0.0.1:5060;received=203.0.113.7;rport=41234"))
                .isEqualTo(new Place("203.0.113.7", 41234));
        assertThat(after("UDP", "127.0.0.1:5060;received=127.0.0.1;rport=41235"))
                .isEqualTo(new Place("127.0.0.1", 41235));
        assertThat(after("UDP", "127.0.0.1:5060;received=127.0.0.1;rport=5060")).isEqualTo(OWN);
    }

    @Test
    void thePortOfAConnectionCountsBehindATranslatorOnly() throws Exception {
        assertThat(after("TCP", "127.0.0.1:5060;received=127.0.0.1;rport=41234"))
                .isEqualTo(OWN);
        assertThat(after("TCP", "127.0.0.1:5060;received=203.0.113.7;rport=41234"))
                .isEqualTo(new Place("203.0.113.7", 41234));
        assertThat(local.contact(PEER, "UDP", 5060)).isEqualTo(OWN);
    }

    @Test
    void anotherSpellingIsTheSameAddressAndWhatIsNoneIsNotBelieved() throws Exception {
        assertThat(after("UDP", "[0:0:0:0:0:0:0:1]:5060;received=::1;rport=5060"))
                .isEqualTo(OWN);
        assertThat(after("UDP", "127.0.0.1:5060;received=trunk.test;rport=41234"))
                .isEqualTo(OWN);
        assertThat(after("UDP", "127.0.0.1:5060;received=224.0.0.1;rport=41234"))
                .isEqualTo(OWN);
        assertThat(after("UDP", "127.0.0.1:5060;rport=41234")).isEqualTo(OWN);
    }
}
