// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every file that people write here, whatever its language. */
class RepositoryRulesTest {
    private static final int LONGEST_FILE = 400;
    private static final Set<String> WRITTEN_BY_HAND = Set.of("java", "js", "mjs", "css", "html", "sh");
    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", ".git", ".allo", "node_modules", ".idea");
    private static final Pattern MARKDOWN_LINK = Pattern.compile("]\\(([^)#\\s]+)(#[^)]*)?\\)");
    /** Spelt in parts, or this file would break its own rule. */
    private static final List<String> REGISTRY_HOSTS = List.of(
            "repo.maven." + "apache.org", "repo1." + "maven.org", "registry.npm" + "js.org", "deb.debian" + ".org");

    private final Path root = Path.of(System.getProperty("build.root", "../.."));

    @Test
    void noHandWrittenFileIsLongerThan400Lines() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : files()) {
            if (WRITTEN_BY_HAND.contains(extension(file)) || file.endsWith("allo")) {
                long lines = text(file).lines().count();
                if (lines > LONGEST_FILE) {
                    tooLong.add(root.relativize(file) + " " + lines);
                }
            }
        }
        assertThat(tooLong).as("a file this long has two jobs").isEmpty();
    }

    @Test
    void noFileNamesARegistryHost() throws IOException {
        List<String> naming = new ArrayList<>();
        for (Path file : files()) {
            String text = text(file);
            REGISTRY_HOSTS.stream()
                    .filter(text::contains)
                    .forEach(host -> naming.add(root.relativize(file) + " " + host));
        }
        assertThat(naming).isEmpty();
    }

    @Test
    void linksBetweenDocumentsLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path file : files()) {
            if (!extension(file).equals("md")) {
                continue;
            }
            Matcher link = MARKDOWN_LINK.matcher(text(file));
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains("://")
                        && !target.startsWith("mailto:")
                        && !Files.exists(file.resolveSibling(target))) {
                    broken.add(root.relativize(file) + " -> " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyMainPackageSaysWhatItIsFor() throws IOException {
        List<String> silent = new ArrayList<>();
        for (Path file : files()) {
            Path folder = file.getParent();
            if (extension(file).equals("java")
                    && folder.toString().contains("/src/main/java/")
                    && !Files.exists(folder.resolve("package-info.java"))) {
                silent.add(root.relativize(folder).toString());
            }
        }
        assertThat(silent.stream().distinct().toList()).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile).filter(this::isOurs).toList();
        }
    }

    private boolean isOurs(Path file) {
        for (Path part : root.relativize(file)) {
            if (SKIPPED_FOLDERS.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Binary files have no lines. */
    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            return "";
        }
    }
}
