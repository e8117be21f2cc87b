// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.infra;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * The one line of the control protocol.
 *
 * @param module names database and topics, so that a leftover tells where it came from
 * @param owner the Maven process that the client belongs to; empty when an IDE started it
 */
record LeaseRequest(String module, long clientPid, OptionalLong owner) {

    static LeaseRequest parse(String line) {
        String[] words = line.strip().split(" ", -1);
        if (words.length != 4 || !words[0].equals("lease") || !words[1].matches("[A-Za-z0-9._-]{1,40}")) {
            throw new IllegalArgumentException("expected 'lease <module> <client pid> <owner pid or ->', got: " + line);
        }
        OptionalLong owner = words[3].equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(words[3]));
        return new LeaseRequest(words[1], Long.parseLong(words[2]), owner);
    }

    String clientId() {
        return Long.toString(clientPid, Character.MAX_RADIX);
    }

    /** The index makes it unique when one JVM leases twice (Quarkus restarts the test resources for a profile). */
    String database(int index) {
        return (module + "_" + clientId() + "_" + index)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9_]", "_");
    }
}
