// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The variables of the process over those of {@code .env}; an empty one counts as not set. */
public record Environment(Map<String, String> variables) {
    public Environment {
        variables = Map.copyOf(variables);
    }

    public static Environment of(Map<String, String> process, Path root) {
        Map<String, String> merged = new HashMap<>(DotEnv.read(root.resolve(".env")));
        merged.putAll(process);
        return new Environment(merged);
    }

    public Optional<String> value(String key) {
        return Optional.ofNullable(variables.get(key)).filter(value -> !value.isBlank());
    }

    public int number(String key, int otherwise) {
        String value = value(key).orElse(Integer.toString(otherwise));
        if (!value.matches("\\d{1,5}")) {
            throw new LaunchFailure(key + " must be a number from 0 to 65535, got: " + value);
        }
        return Integer.parseInt(value);
    }

    public Path dataFolder(Path root) {
        return root.resolve(value("ALLO_DATA_DIR").orElse(".allo"))
                .toAbsolutePath()
                .normalize();
    }
}
