// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.allo.contracts.tools.Template.MalformedTemplateException;
import io.allo.contracts.tools.UrlTemplate.UnfitValueException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The template language of tools. Rows A9, A51. */
class TemplateTest {
    private static final Map<String, Object> ROOTS = Map.of(
            "ctx", Map.of("restaurant_id", "r1", "item_map", Map.of("1", Map.of("id", "x"))),
            "$ai", Map.of("count", 3, "sure", true, "items", List.of(Map.of("name", "Pizza")), "empty", ""),
            "BASE_URL", "https://base.example/api/",
            "config", Map.of("host", "https://own.example"),
            "callerPhone", "+33 6");

    private static Object rendered(Object template) {
        return Template.of(template).render(ROOTS, Object::toString);
    }

    @Test
    @DisplayName("A9: exactly one placeholder keeps the type, text around it makes text")
    void typesAreKept() {
        assertThat(rendered("={{$ai.count}}")).isEqualTo(3);
        assertThat(rendered("={{ $ai.sure }}")).isEqualTo(true);
        assertThat(rendered("={{ctx.item_map}}")).isEqualTo(Map.of("1", Map.of("id", "x")));
        assertThat(rendered("={{$ai.items[0].name}}")).isEqualTo("Pizza");
        assertThat(rendered("={{$ai.items.0.name}}")).isEqualTo("Pizza");
        assertThat(rendered("={{$ai.count}} pieces")).isEqualTo("3 pieces");
        assertThat(rendered("{{$ai.count}}")).isEqualTo("{{$ai.count}}");
        assertThat(rendered(Map.of("n", 5, "t", "text"))).isEqualTo(Map.of("n", 5, "t", "text"));
    }

    @Test
    @DisplayName("A51: what is missing is left out, never the text undefined")
    void whatIsMissingIsLeftOut() {
        assertThat(rendered("={{ctx.nobody}}")).isNull();
        assertThat(rendered(Map.of("a", "={{ctx.nobody}}", "b", List.of("={{$ai.items.7}}", 1))))
                .isEqualTo(Map.of("b", List.of(1)));
        assertThat(rendered("=to {{ctx.nobody.at.all}}!")).isEqualTo("to !");
        assertThat(rendered("={{ctx.nobody || $ai.count}}")).isEqualTo(3);
        assertThat(rendered("={{$ai.empty || ctx.restaurant_id}}")).isEqualTo("r1");
        assertThat(rendered("={{$ai.empty}}")).isEqualTo("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"={{}}", "={{ctx..a}}", "={{process.env}}", "={{ctx.a", "={{ctx.a()}}", "={{ctx.a || }}"})
    void whatIsNoPathIsRefused(String template) {
        assertThatThrownBy(() -> Template.of(Map.of("x", template))).isInstanceOf(MalformedTemplateException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "={{BASE_URL}}/orders/{{ctx.restaurant_id}}, https://base.example/api/orders/r1",
        "={{config.host}}/x, https://own.example/x",
        "=https://x.example/a/{{callerPhone}}?n={{$ai.count}}, https://x.example/a/%2B33%206?n=3",
        "=https://x.example?a=1&b={{ctx.nobody}}&c={{callerPhone}}, https://x.example?a=1&c=%2B33%206",
        "https://x.example/plain?q=1, https://x.example/plain?q=1"
    })
    @DisplayName("A51: what a placeholder brings is percent-encoded")
    void urlsAreEncoded(String template, String url) {
        assertThat(UrlTemplate.of(template).render(ROOTS)).isEqualTo(url);
    }

    @Test
    void aHoleInAPathIsNotSent() {
        Map<String, Object> roots = Map.of("$ai", Map.of("id", "..", "path", "../../admin?x#y"));

        assertThatThrownBy(() ->
                        UrlTemplate.of("=https://x.example/orders/{{$ai.gone}}").render(roots))
                .isInstanceOf(UnfitValueException.class)
                .hasMessageContaining("$ai.gone is missing");
        assertThatThrownBy(() ->
                        UrlTemplate.of("=https://x.example/orders/{{$ai.id}}").render(roots))
                .isInstanceOf(UnfitValueException.class);
        assertThat(UrlTemplate.of("=https://x.example/orders/{{$ai.path}}").render(roots))
                .isEqualTo("https://x.example/orders/..%2F..%2Fadmin%3Fx%23y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://x.example",
                "/relative",
                "=https://{{$ai.host}}/x",
                "=https://x.example{{$ai.host}}",
                "={{$ai.url}}",
                "={{ctx.url}}/x",
                "={{BASE_URL}}.evil.example/",
                "https://user:password@x.example/",
                "https://x.example/{{$ai.a}}"
            })
    void whoIsCalledIsNotTheModelsToSay(String url) {
        assertThatThrownBy(() -> UrlTemplate.of(url)).isInstanceOf(MalformedTemplateException.class);
    }
}
