// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Plays every dialogue of {@code src/test/resources/dialogues}: one file per subject, one {@code == title} per dialogue. */
class DialogueScriptTest {
    private static final Path DIALOGUES = Path.of("src/test/resources/dialogues");

    @TestFactory
    Stream<DynamicContainer> dialogues() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(DIALOGUES)) {
            files = found.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream().map(DialogueScriptTest::container);
    }

    private static DynamicContainer container(Path file) {
        List<DynamicTest> tests = new ArrayList<>();
        for (DialogueScript script : DialogueScript.read(file)) {
            tests.add(DynamicTest.dynamicTest(script.title(), script::play));
        }
        assertThat(tests).as("dialogues in " + file).isNotEmpty();
        return DynamicContainer.dynamicContainer(file.getFileName().toString(), tests);
    }
}
