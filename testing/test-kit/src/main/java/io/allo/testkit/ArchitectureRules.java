// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Objects.requireNonNull;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/**
 * The arrows of one service as tests: a package sees only the packages on its own line of the table.
 *
 * <p>Use from a plain JUnit class:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> arrows() {
 *     return new ArchitectureRules("io.allo.gateway", Map.of("call", Set.of(), "media", Set.of("call"))).all()
 *             .onlyIn("javax.sip..", "signaling").frameworkFree("call").tests();
 * }
 * }</pre>
 */
public final class ArchitectureRules {
    /** What a framework-free package may not touch. Mutiny is allowed: it is the core's vocabulary for time. */
    private static final String[] FRAMEWORKS = {
        "io.quarkus..",
        "io.vertx..",
        "jakarta.ws.rs..",
        "jakarta.persistence..",
        "jakarta.enterprise..",
        "jakarta.inject..",
        "org.apache.kafka..",
        "org.eclipse.microprofile..",
        "org.hibernate..",
        "javax.sip..",
        "gov.nist.."
    };

    private final String root;
    private final Map<String, Set<String>> sees;
    private final JavaClasses classes;
    private final Stream.Builder<DynamicTest> tests = Stream.builder();

    /**
     * Imports the main classes under {@code root}.
     *
     * @param root the service's package, for example {@code io.allo.gateway}
     * @param sees for each package directly under root (sub-packages belong to it) the packages that it may use
     */
    public ArchitectureRules(String root, Map<String, Set<String>> sees) {
        this.root = requireNonNull(root, "root");
        this.sees = Map.copyOf(sees);
        this.classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(root);
    }

    /** The table, completeness, cycles and coding rules that hold for every service. */
    public ArchitectureRules all() {
        sees.forEach((name, allowed) -> {
            String[] forbidden = sees.keySet().stream()
                    .filter(other -> !other.equals(name) && !allowed.contains(other))
                    .map(other -> root + "." + other + "..")
                    .toArray(String[]::new);
            if (forbidden.length > 0) {
                add(
                        name + " sees only " + allowed,
                        () -> noClasses()
                                .that()
                                .resideInAPackage(root + "." + name + "..")
                                .should()
                                .dependOnClassesThat(resideInAnyPackage(forbidden))
                                .allowEmptyShould(true)
                                .check(classes));
            }
        });
        add("every package is listed", this::everyPackageIsListed);
        add(
                "packages are free of cycles",
                () -> slices().matching(root + ".(*)..")
                        .should()
                        .beFreeOfCycles()
                        .allowEmptyShould(true)
                        .check(classes));
        add(
                "no standard streams",
                () -> noClasses()
                        .should(ACCESS_STANDARD_STREAMS)
                        .allowEmptyShould(true)
                        .check(classes));
        add(
                "no java.util.logging",
                () -> noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("java.util.logging")
                        .allowEmptyShould(true)
                        .check(classes));
        add(
                "resources do not use repositories",
                () -> noClasses()
                        .that()
                        .haveSimpleNameEndingWith("Resource")
                        .should()
                        .dependOnClassesThat()
                        .haveSimpleNameEndingWith("Repository")
                        .allowEmptyShould(true)
                        .check(classes));
        return this;
    }

    /** Classes of {@code foreign} (an ArchUnit package pattern) are used only in these packages. */
    public ArchitectureRules onlyIn(String foreign, String... packages) {
        String[] allowed =
                Arrays.stream(packages).map(p -> root + "." + p + "..").toArray(String[]::new);
        add(
                foreign + " stays in " + String.join(", ", packages),
                () -> noClasses()
                        .that()
                        .resideOutsideOfPackages(allowed)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(foreign)
                        .allowEmptyShould(true)
                        .check(classes));
        return this;
    }

    /** These packages know no framework, no stack, no container. */
    public ArchitectureRules frameworkFree(String... packages) {
        for (String name : packages) {
            add(
                    name + " knows no framework",
                    () -> noClasses()
                            .that()
                            .resideInAPackage(root + "." + name + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(FRAMEWORKS)
                            .allowEmptyShould(true)
                            .check(classes));
        }
        return this;
    }

    /** Every key of the typed configuration stands, in backticks, in {@code docs/configuration.md}. */
    public ArchitectureRules documentedConfiguration() {
        add("every configuration key is documented", () -> {
            String page = Files.readString(
                    Path.of(System.getProperty("build.root", "..")).resolve("docs/configuration.md"));
            Set<String> missing = classes.stream()
                    .filter(JavaClass::isInterface)
                    .flatMap(type -> ConfigurationKeys.of(type.reflect()).stream())
                    .filter(key -> !page.contains("`" + key + "`"))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!missing.isEmpty()) {
                throw new AssertionError("keys missing from docs/configuration.md: " + missing);
            }
        });
        return this;
    }

    public Stream<DynamicTest> tests() {
        return tests.build();
    }

    private void add(String name, Executable test) {
        tests.add(DynamicTest.dynamicTest(name, test));
    }

    private void everyPackageIsListed() {
        Set<String> found = classes.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(root + "."))
                .map(name -> name.substring(root.length() + 1).split("\\.")[0])
                .collect(Collectors.toCollection(TreeSet::new));
        found.removeAll(sees.keySet());
        if (!found.isEmpty()) {
            throw new AssertionError("packages without a line in the architecture table: " + found);
        }
    }
}
