// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.TrunkDirectory;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which addresses are which SIP account's: its source list, and where its registrar was found. Thread-safe. */
final class TrunkSources {
    private static final int REMEMBERED = 5000;
    private static final Pattern HOST = Pattern.compile("(?i)sips?:(?:[^@]*@)?(\\[[0-9a-f:.]+]|[^:;?>]+).*");

    private final TrunkDirectory directory;
    private final Map<String, Optional<AddressRange>> parsed = new ConcurrentHashMap<>();

    TrunkSources(TrunkDirectory directory) {
        this.directory = directory;
    }

    boolean includes(Trunk trunk, InetAddress source) {
        return listed(trunk, source)
                || directory.addresses(trunk.id()).contains(source)
                || range(host(trunk)).filter(range -> range.contains(source)).isPresent();
    }

    /** Whether there is anything to compare a source with. */
    boolean areKnown(Trunk trunk) {
        return !trunk.policy().sources().isEmpty()
                || !directory.addresses(trunk.id()).isEmpty()
                || range(host(trunk)).isPresent();
    }

    /** A source of any account: never banned. */
    boolean anyIncludes(InetAddress source) {
        return directory.trunks().stream().anyMatch(trunk -> includes(trunk, source));
    }

    private boolean listed(Trunk trunk, InetAddress source) {
        for (String entry : trunk.policy().sources()) {
            if (range(entry).filter(range -> range.contains(source)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private Optional<AddressRange> range(String text) {
        if (parsed.size() >= REMEMBERED) {
            parsed.clear();
        }
        return parsed.computeIfAbsent(text, AddressRange::parse);
    }

    private static String host(Trunk trunk) {
        Matcher matcher = HOST.matcher(trunk.trunkUri());
        String host = matcher.matches() ? matcher.group(1) : "";
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
