// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LateCopiesTest {
    private final LateCopies copies = new LateCopies();

    @Test
    void aCopyIsKnownAndTheNextAttemptOfTheSameCallerIsNot() {
        copies.refused(new InviteKey("call", "tag", 1, "branch-1"));

        assertThat(copies.wasRefused(new InviteKey("call", "tag", 1, "branch-1")))
                .isTrue();
        assertThat(copies.wasRefused(new InviteKey("call", "tag", 2, "branch-2")))
                .isFalse();
    }

    @Test
    void aFloodIsForgottenBeforeItFillsTheMemory() {
        copies.refused(new InviteKey("call", "tag", 1, "eldest"));
        for (int i = 0; i < 10_000; i++) {
            copies.refused(new InviteKey("call", "tag", 1, "branch-" + i));
        }

        assertThat(copies.wasRefused(new InviteKey("call", "tag", 1, "eldest"))).isFalse();
        assertThat(copies.wasRefused(new InviteKey("call", "tag", 1, "branch-9999")))
                .isTrue();
    }
}
