// SPDX-License-Identifier: Apache-2.0
package io.allo.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageLoginTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "same-origin, http://localhost:4000, localhost:4000, true",
                "same-origin, https://allo.example, 10.0.0.7:4000, true",
                "same-site, http://localhost:8000, localhost:4000, false",
                "cross-site, https://evil.example, localhost:4000, false",
                "none, -, localhost:4000, false",
                "-, http://192.0.2.1:4000, 192.0.2.1:4000, true",
                "-, http://192.0.2.1:8000, 192.0.2.1:4000, false",
                "-, null, localhost:4000, false",
                "-, 'ht tp://x', localhost:4000, false",
                "-, http://localhost:4000, -, false",
                "-, -, localhost:4000, true"
            })
    void onlyTheServicesOwnPagesAreOurs(String fetchSite, String origin, String host, boolean ours) {
        assertThat(PageLogin.isSameOrigin(fetchSite, origin, host)).isEqualTo(ours);
    }

    @Test
    void theHeaderSaysSo() {
        assertThat(PageLogin.isPage("1")).isTrue();
        assertThat(PageLogin.isPage("0")).isFalse();
        assertThat(PageLogin.isPage(null)).isFalse();
    }
}
