// SPDX-License-Identifier: Apache-2.0
package io.allo.router.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** PORT and DATABASE_URL: B60, B81. */
class PlatformVariablesTest {
    @Test
    void aDatabaseUrlIsTakenApart() {
        var variables = new PlatformVariables(Map.of(
                "DATABASE_URL", "postgres://al%40lo:p%3Aw+d@db.example.com/console?sslmode=require", "PORT", "8123"));
        assertThat(variables.getValue("quarkus.datasource.jdbc.url"))
                .isEqualTo("jdbc:postgresql://db.example.com:5432/console?sslmode=require");
        assertThat(variables.getValue("quarkus.datasource.reactive.url"))
                .isEqualTo("vertx-reactive:postgresql://db.example.com:5432/console?sslmode=require");
        assertThat(variables.getValue("quarkus.datasource.username")).isEqualTo("al@lo");
        assertThat(variables.getValue("quarkus.datasource.password")).isEqualTo("p:w+d");
        assertThat(variables.getValue("quarkus.http.port")).isEqualTo("8123");
    }

    @Test
    void ourOwnVariablesGoBeforeThem() {
        var variables = new PlatformVariables(Map.of(
                "DATABASE_URL",
                "postgresql://u:p@h/d",
                "ALLO_POSTGRES_URL",
                "postgresql://ours:5432/allo",
                "PORT",
                "x"));
        assertThat(variables.getPropertyNames()).isEmpty();
    }
}
