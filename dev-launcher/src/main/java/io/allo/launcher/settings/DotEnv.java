// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code .env} file: {@code KEY=VALUE} lines, read and never executed. Empty lines and {@code #} lines are skipped,
 * {@code export} before the key is allowed, one pair of quotes around the value is taken off; nothing is expanded.
 */
public final class DotEnv {
    private DotEnv() {}

    public static Map<String, String> read(Path file) {
        try {
            return Files.exists(file) ? parse(Files.readAllLines(file)) : Map.of();
        } catch (IOException e) {
            throw new LaunchFailure("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    static Map<String, String> parse(List<String> lines) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                parseLine(line, number, values);
            }
        }
        return values;
    }

    private static void parseLine(String line, int number, Map<String, String> values) {
        int equals = line.indexOf('=');
        String key = equals < 0
                ? ""
                : line.substring(0, equals).replaceFirst("^export\\s+", "").strip();
        if (!key.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            // Not the line itself: it may hold a secret.
            throw new LaunchFailure(".env line " + number + " is not KEY=VALUE");
        }
        values.put(key, unquoted(line.substring(equals + 1).strip()));
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
