// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

/** What the keys of a telephone mean when nothing is under way, as the greeting tells them. */
final class KeyMenu {
    private KeyMenu() {}

    static boolean has(String keys) {
        return keys.strip().matches("[0-3]");
    }

    /** NONE is a person. */
    static Intent meant(String keys) {
        return switch (keys.strip()) {
            case "1" -> Intent.BOOK;
            case "2" -> Intent.MOVE;
            case "3" -> Intent.CANCEL;
            default -> Intent.NONE;
        };
    }
}
