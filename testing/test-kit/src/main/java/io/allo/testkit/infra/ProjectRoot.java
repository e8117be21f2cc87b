// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.infra;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that holds all modules. */
public final class ProjectRoot {
    private ProjectRoot() {}

    /** Surefire says it; an IDE does not, there it is the nearest folder above with {@code .mvn}. */
    public static Path find() {
        String told = System.getProperty("build.root", "");
        if (!told.isBlank()) {
            return Path.of(told).toAbsolutePath();
        }
        for (Path folder = module(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no folder with .mvn above " + module());
    }

    /** The folder of the module whose tests run: Surefire's {@code basedir}, in an IDE the working directory. */
    public static Path module() {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    }
}
