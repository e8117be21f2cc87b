// SPDX-License-Identifier: Apache-2.0
package io.allo.router.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class OriginPolicyTest {
    private static final String HOST = "chat.example.com";

    @Test
    void allowsTheSameHostOnly() {
        OriginPolicy policy = new OriginPolicy(Set.of());

        assertThat(policy.allows("https://chat.example.com", HOST)).isTrue();
        assertThat(policy.allows("http://localhost:8000", "localhost:8000")).isTrue();
        assertThat(policy.allows(null, HOST)).isTrue();
        assertThat(policy.allows("https://chat.example.com:8443", HOST)).isFalse();
        assertThat(policy.allows("https://evil.example", HOST)).isFalse();
        assertThat(policy.allows("null", HOST)).isFalse();
        assertThat(policy.allows("not a url", HOST)).isFalse();
    }

    @Test
    void allowsListedOriginsExactly() {
        OriginPolicy policy = new OriginPolicy(Set.of("https://www.pizzeria.example"));

        assertThat(policy.allows("https://www.pizzeria.example", HOST)).isTrue();
        assertThat(policy.allows("http://www.pizzeria.example", HOST)).isFalse();
        assertThat(policy.allows("https://www.pizzeria.example.evil.example", HOST))
                .isFalse();
        assertThat(new OriginPolicy(Set.of("*")).allows("https://any.example", HOST))
                .isTrue();
    }
}
