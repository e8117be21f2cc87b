// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.infra;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** {@code infra.properties}: says where the control port is. It appears in one step, so its presence means ready. */
final class PortFile {
    private final Path file;

    PortFile(Path folder) {
        this.file = folder.resolve("infra.properties");
    }

    void write(Map<String, String> values) throws IOException {
        List<String> lines = new TreeMap<>(values)
                .entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(unfinished, lines);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Whether a living JVM stands behind the file. */
    boolean answers() {
        try (var reader = Files.newBufferedReader(file)) {
            var values = new Properties();
            values.load(reader);
            int port = Integer.parseInt(values.getProperty("control.port", "0"));
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return probe.isConnected();
            }
        } catch (IOException | NumberFormatException noneOrStale) {
            return false;
        }
    }
}
