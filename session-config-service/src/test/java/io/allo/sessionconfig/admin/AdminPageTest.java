// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The administration's files: open to everybody, because nothing of anybody is in them, and under a strict policy. */
@QuarkusTest
class AdminPageTest {
    @ParameterizedTest
    @ValueSource(strings = {"/admin/", "/admin/admin.js", "/admin/admin.css", "/pages/shell.js", "/pages/tokens.css"})
    void eachFileIsServedUnderThePolicy(String path) {
        Response file = given().get(path);

        file.then().statusCode(200);
        assertThat(file.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(file.header("Referrer-Policy")).isEqualTo("no-referrer");
    }

    @Test
    void theAddressWithoutItsSlashLeadsThere() {
        given().redirects().follow(false).get("/admin").then().statusCode(302).header("Location", "/admin/");
        given().get("/admin/").then().body(containsString("/admin/admin.js"));
    }
}
