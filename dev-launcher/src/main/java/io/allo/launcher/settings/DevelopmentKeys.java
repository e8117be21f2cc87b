// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;

/**
 * Keys for development, made once and kept in {@code keys.properties}, readable by their owner only. A variable of the
 * same name wins over the file.
 *
 * @param encryptionKey 64 hexadecimal digits; session-config-service seals stored secrets with it
 * @param serviceKey opens the internal endpoints; shared by the four services
 * @param demoKey the API key of the demo account
 * @param demoPassword with which its owner logs in for the first time
 */
public record DevelopmentKeys(String encryptionKey, String serviceKey, String demoKey, String demoPassword) {
    private static final String ENCRYPTION = "ENCRYPTION_KEY";
    private static final String SERVICE = "ALLO_SERVICE_KEY";
    private static final String DEMO = "ALLO_DEMO_KEY";
    private static final String PASSWORD = "ALLO_DEMO_PASSWORD";
    private static final int PASSWORD_BYTES = 8;
    private static final int KEY_BYTES = 32;
    private static final int DEMO_KEY_BYTES = 16;

    public static DevelopmentKeys of(Environment environment, Path dataFolder) {
        Path file = dataFolder.resolve("keys.properties");
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            var stored = new Properties();
            try (var reader = Files.newBufferedReader(file)) {
                stored.load(reader);
            }
            return new DevelopmentKeys(
                    key(ENCRYPTION, environment, stored, file),
                    key(SERVICE, environment, stored, file),
                    key(DEMO, environment, stored, file),
                    password(environment, stored, file));
        } catch (IOException e) {
            throw new LaunchFailure("cannot read or write " + file + ": " + e.getMessage(), e);
        }
    }

    private static String key(String name, Environment environment, Properties stored, Path file) {
        String value = environment.value(name).orElse(stored.getProperty(name, ""));
        if (value.isBlank()) {
            throw new LaunchFailure(name + " is missing in " + file + "; delete the file to get new keys");
        }
        return value;
    }

    /** A file that was made before there were logins has none: the demo key opens then, too. */
    private static String password(Environment environment, Properties stored, Path file) {
        boolean known = environment.value(PASSWORD).isPresent() || stored.containsKey(PASSWORD);
        return key(known ? PASSWORD : DEMO, environment, stored, file);
    }

    private static void create(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Path unfinished = file.resolveSibling("keys.properties.tmp");
        Files.deleteIfExists(unfinished);
        // Owner only from its first byte on, not after a chmod.
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(
                unfinished,
                List.of(
                        "# Development keys, made by ./allo up. Not for production.",
                        ENCRYPTION + "=" + random(KEY_BYTES),
                        SERVICE + "=" + random(KEY_BYTES),
                        DEMO + "=demo-" + random(DEMO_KEY_BYTES),
                        PASSWORD + "=" + random(PASSWORD_BYTES)));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String random(int bytes) {
        byte[] value = new byte[bytes];
        new SecureRandom().nextBytes(value);
        return HexFormat.of().formatHex(value);
    }

    @Override
    public String toString() {
        return "DevelopmentKeys[hidden]";
    }
}
