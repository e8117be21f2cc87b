// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row A34. */
class SecretsCheckTest {
    private static final String GOOD = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"})
    void refusesToStartWithoutAProperEncryptionKey(String key) {
        assertThatThrownBy(() -> SecretsCheck.validate(key, "0123456789abcdef"))
                .hasMessageContaining("ENCRYPTION_KEY")
                .hasMessageContaining("64 hex characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short"})
    void refusesToStartWithoutAProperServiceKey(String key) {
        assertThatThrownBy(() -> SecretsCheck.validate(GOOD, key)).hasMessageContaining("ALLO_SERVICE_KEY");
    }

    @Test
    void startsWithBoth() {
        assertThatCode(() -> SecretsCheck.validate(GOOD, "0123456789abcdef")).doesNotThrowAnyException();
    }
}
