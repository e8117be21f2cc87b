// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ServiceKeyTest {
    @Test
    void aMissingOrShortServiceKeyStopsTheStartWithAClearText() {
        assertThatThrownBy(() -> ServiceKey.checked(""))
                .hasMessageContaining("ALLO_SERVICE_KEY has 0 characters (expected: at least 16)");
        assertThatThrownBy(() -> ServiceKey.checked("short")).hasMessageContaining("5 characters");
        assertThat(ServiceKey.checked("0123456789abcdef")).isEqualTo("0123456789abcdef");
    }
}
