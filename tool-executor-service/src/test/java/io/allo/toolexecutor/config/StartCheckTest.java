// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StartCheckTest {
    @Test
    void aMissingOrShortServiceKeyStopsTheStartWithAClearText() {
        assertThatThrownBy(() -> StartCheck.requireServiceKey(""))
                .hasMessageContaining("ALLO_SERVICE_KEY has 0 characters (expected: at least 16)");
        assertThatThrownBy(() -> StartCheck.requireServiceKey("short")).hasMessageContaining("5 characters");
        assertThatCode(() -> StartCheck.requireServiceKey("0123456789abcdef")).doesNotThrowAnyException();
    }
}
