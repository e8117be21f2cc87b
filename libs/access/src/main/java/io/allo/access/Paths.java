// SPDX-License-Identifier: Apache-2.0
package io.allo.access;

import java.util.stream.Stream;

/** Paths as rules compare them: two spellings that routing takes for one must not be two for a rule. */
public final class Paths {
    private Paths() {}

    /** With one slash where there are several, and none at the end. */
    public static String spelled(String path) {
        String single = ("/" + path).replaceAll("/{2,}", "/");
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }

    /** True for one of these roots and everything below it. */
    public static boolean isBelow(String spelled, String... roots) {
        return Stream.of(roots).anyMatch(root -> spelled.equals(root) || spelled.startsWith(root + "/"));
    }
}
