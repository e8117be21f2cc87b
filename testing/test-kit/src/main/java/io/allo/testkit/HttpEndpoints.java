// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The HTTP endpoints that a service has, read from its classes: a new one that a test does not know makes the test fail. */
public final class HttpEndpoints {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final String JAX_RS = "jakarta.ws.rs.";

    private HttpEndpoints() {}

    /** For example {@code PUT /api/agents/{id}}, of all resources below this package. */
    public static Set<String> below(String rootPackage) {
        Set<String> found = new TreeSet<>();
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(rootPackage).stream()
                        .filter(type -> !type.isInterface())
                        .forEach(type -> path(type).ifPresent(root -> addAll(type, root, found)));
        return found;
    }

    private static void addAll(JavaClass type, String root, Set<String> found) {
        for (JavaMethod method : type.getMethods()) {
            for (String verb : METHODS) {
                if (method.isAnnotatedWith(JAX_RS + verb)) {
                    String whole = ("/" + root + "/" + path(method).orElse("")).replaceAll("/{2,}", "/");
                    found.add(verb + " " + (whole.length() > 1 ? whole.replaceAll("/$", "") : whole));
                }
            }
        }
    }

    private static Optional<String> path(CanBeAnnotated annotated) {
        if (!annotated.isAnnotatedWith(JAX_RS + "Path")) {
            return Optional.empty();
        }
        JavaAnnotation<?> path = annotated instanceof JavaClass type
                ? type.getAnnotationOfType(JAX_RS + "Path")
                : ((JavaMethod) annotated).getAnnotationOfType(JAX_RS + "Path");
        return path.get("value").map(Object::toString);
    }
}
