// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import io.allo.contracts.trunk.Trunk;
import io.allo.contracts.trunk.TrunkPolicy;
import io.allo.contracts.trunk.TrunkPolicy.CallerIdProfile;
import io.allo.contracts.trunk.TrunkPolicy.DialFormat;
import io.allo.contracts.trunk.TrunkPolicy.InboundAuth;
import io.allo.contracts.trunk.TrunkPolicy.Srtp;
import java.util.List;

/** SIP accounts for tests. */
public final class TestTrunks {
    private TestTrunks() {}

    /** User {@code gateway}, password {@code gw-secret}, dials {@code +33}. */
    public static Trunk trunk(int id, String uri) {
        return trunk(id, uri, policy(3600, 0, 0));
    }

    public static Trunk trunk(int id, String uri, TrunkPolicy policy) {
        return new Trunk(
                id,
                "00000000-0000-0000-0000-00000000000" + id % 10,
                "trunk " + id,
                uri,
                "gateway",
                "gw-secret",
                null,
                null,
                "udp",
                "token" + id,
                id == 1,
                1,
                policy);
    }

    /** The same account of this business. */
    public static Trunk of(String business, Trunk trunk) {
        return new Trunk(
                trunk.id(),
                business,
                trunk.label(),
                trunk.trunkUri(),
                trunk.username(),
                trunk.password(),
                trunk.contactHost(),
                trunk.contactPort(),
                trunk.contactTransport(),
                trunk.contactToken(),
                trunk.isDefault(),
                trunk.revision(),
                trunk.policy());
    }

    public static TrunkPolicy policy(int expires, int optionsPing, int keepAlive) {
        return policy(expires, optionsPing, keepAlive, 0, 0, 0);
    }

    public static TrunkPolicy policy(
            int expires, int optionsPing, int keepAlive, int concurrent, int perSecond, int minutes) {
        return new TrunkPolicy(
                null,
                true,
                expires,
                null,
                InboundAuth.SOURCE,
                List.of(),
                false,
                concurrent,
                perSecond,
                minutes,
                List.of("+33"),
                DialFormat.E164,
                CallerIdProfile.FROM_USERNAME,
                "+33123456789",
                "FR",
                Srtp.OFF,
                List.of("PCMA", "PCMU"),
                false,
                true,
                optionsPing,
                keepAlive,
                null,
                null);
    }
}
