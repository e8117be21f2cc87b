// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.trunk.Trunk;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/** The SIP accounts of this moment. Implemented in {@code trunk}, read by {@code signaling}. Any thread; never waits. */
public interface TrunkDirectory {
    /** A gateway without SIP accounts: a development machine. */
    TrunkDirectory NONE = new TrunkDirectory() {
        @Override
        public List<Trunk> trunks() {
            return List.of();
        }

        @Override
        public Set<InetAddress> addresses(int sipAccountId) {
            return Set.of();
        }
    };

    /** All active accounts, default first; the last known ones while their service is away. */
    List<Trunk> trunks();

    /** Where this account's registrar and next hop were last found: requests from there are the account's. */
    Set<InetAddress> addresses(int sipAccountId);
}
