// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Scenarios and configurations among the resources of the module under test. */
final class PeerFiles {
    private PeerFiles() {}

    /** @param name from the root of the class path, for example {@code sipp/answered.xml} */
    static String text(String name) throws IOException {
        ClassLoader tests = Thread.currentThread().getContextClassLoader();
        try (InputStream in = Objects.requireNonNull(tests.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
