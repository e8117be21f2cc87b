// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.trunk.Trunk;
import io.allo.contracts.trunk.TrunkPolicy;
import io.allo.contracts.trunk.TrunkPolicy.CallerIdProfile;
import io.allo.contracts.trunk.TrunkPolicy.DialFormat;
import io.allo.contracts.trunk.TrunkPolicy.InboundAuth;
import io.allo.contracts.trunk.TrunkPolicy.Srtp;
import io.allo.gateway.peer.SipServerPeer;
import io.allo.gateway.peer.SipText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our number as each provider wants it. */
class OutboundIdentityTest {
    private final SipServerPeer peer = new SipServerPeer();
    private final OutboundWorld world = new OutboundWorld();

    @AfterEach
    void stop() {
        world.close();
        peer.close();
    }

    private SipText inviteBy(DialFormat format, CallerIdProfile profile, @Nullable String contactHost) {
        TrunkPolicy policy = new TrunkPolicy(
                null,
                false,
                3600,
                null,
                InboundAuth.SOURCE,
                List.of(),
                false,
                0,
                0,
                0,
                List.of("+33"),
                format,
                profile,
                "+33123456789",
                "FR",
                Srtp.OFF,
                List.of("PCMA"),
                false,
                true,
                0,
                0,
                null,
                null);
        world.with(new Trunk(
                1,
                "business",
                "t",
                "sip:user@" + peer.address(),
                "user",
                null,
                contactHost,
                null,
                "udp",
                "token",
                true,
                1,
                policy));
        world.dial("01 23 45 67 80");
        return peer.expectRequest("INVITE");
    }

    @Test
    void aTrunkOfNumbersWithoutPlusGetsOursSoToo() {
        SipText invite = inviteBy(DialFormat.E164_WITHOUT_PLUS, CallerIdProfile.FROM_USERNAME, null);

        assertThat(invite.startLine()).startsWith("INVITE sip:33123456780@");
        assertThat(invite.header("From")).startsWith("<sip:user@" + peer.address() + ">");
        assertThat(invite.header("P-Preferred-Identity")).isEqualTo("<sip:33123456789@" + peer.address() + ">");
    }

    @Test
    void ourNumberInFromStandsBesideOurOwnHost() {
        SipText invite = inviteBy(DialFormat.E164, CallerIdProfile.FROM_NUMBER, "sip.example.com");

        assertThat(invite.header("From")).startsWith("<sip:+33123456789@sip.example.com>");
        assertThat(invite.header("P-Preferred-Identity")).isNull();
    }
}
