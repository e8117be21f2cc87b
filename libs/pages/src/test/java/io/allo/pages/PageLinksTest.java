// SPDX-License-Identifier: Apache-2.0
package io.allo.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageLinksTest {
    @Test
    void whatIsSetIsToldWithoutASlashAtTheEnd() {
        var resource = new PageLinksResource(
                Optional.of(URI.create("https://channels.allo.example/")),
                Optional.empty(),
                Optional.of(URI.create("https://allo.example:8443/config")));

        assertThat(resource.links())
                .containsEntry("channels", "https://channels.allo.example")
                .containsEntry("config", "https://allo.example:8443/config")
                .doesNotContainKey("business");
    }

    @Test
    void whatIsNoAddressOfAPageIsRefused() {
        assertThatThrownBy(() -> new PageLinksResource(
                        Optional.of(URI.create("javascript:alert(1)")), Optional.empty(), Optional.empty()))
                .hasMessageContaining("allo.pages");
    }
}
