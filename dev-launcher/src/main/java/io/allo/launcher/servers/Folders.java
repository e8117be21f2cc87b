// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Emptying a data folder. */
public final class Folders {
    private Folders() {}

    /** Deletes all inside the folder and keeps the folder; symbolic links are deleted, never followed. */
    public static void empty(Path folder) throws IOException {
        empty(folder, "");
    }

    /** @param kept name of a file directly in the folder that stays */
    public static void empty(Path folder, String kept) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.filter(path -> !path.equals(folder) && !path.equals(folder.resolve(kept)))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
