// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import io.allo.contracts.trunk.Trunk;
import io.allo.contracts.trunk.TrunkPolicy;
import io.allo.contracts.trunk.TrunkPolicy.InboundAuth;
import io.allo.gateway.call.TrunkDirectory;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** SIP accounts as a test wants them. */
public final class TestAccounts implements TrunkDirectory {
    private final List<Trunk> trunks = new CopyOnWriteArrayList<>();

    @Override
    public List<Trunk> trunks() {
        return List.copyOf(trunks);
    }

    @Override
    public Set<InetAddress> addresses(int sipAccountId) {
        return Set.of();
    }

    public void add(Trunk trunk) {
        trunks.add(trunk);
    }

    public void clear() {
        trunks.clear();
    }

    /** An account whose calls come from one address, with these codecs. */
    public static Trunk speaking(int id, String username, String source, List<String> codecs) {
        return made(id, username, InboundAuth.SOURCE, List.of(source), false, 0, 0, codecs);
    }

    /** An account at a registrar that is not this machine, with the token {@code token-<id>}. */
    public static Trunk trunk(int id, String username, InboundAuth auth, List<String> sources, boolean trusted) {
        return limited(id, username, auth, sources, trusted, 0, 0);
    }

    public static Trunk limited(
            int id,
            String username,
            InboundAuth auth,
            List<String> sources,
            boolean trusted,
            int maxConcurrent,
            int maxPerSecond) {
        return made(id, username, auth, sources, trusted, maxConcurrent, maxPerSecond, List.of("PCMA", "PCMU"));
    }

    private static Trunk made(
            int id,
            String username,
            InboundAuth auth,
            List<String> sources,
            boolean trusted,
            int maxConcurrent,
            int maxPerSecond,
            List<String> codecs) {
        TrunkPolicy careful = TrunkPolicy.careful("FR");
        TrunkPolicy policy = new TrunkPolicy(
                null,
                false,
                TrunkPolicy.DEFAULT_EXPIRES_SEC,
                null,
                auth,
                sources,
                trusted,
                maxConcurrent,
                maxPerSecond,
                0,
                List.of(),
                careful.dialFormat(),
                careful.callerIdProfile(),
                null,
                "FR",
                careful.srtp(),
                codecs,
                false,
                true,
                0,
                0,
                null,
                null);
        return new Trunk(
                id,
                "00000000-0000-0000-0000-000000000001",
                "trunk " + id,
                "sip:" + username + "@192.0.2." + id,
                username,
                "s3cret",
                null,
                null,
                "udp",
                "token-" + id,
                id == 1,
                1,
                policy);
    }
}
