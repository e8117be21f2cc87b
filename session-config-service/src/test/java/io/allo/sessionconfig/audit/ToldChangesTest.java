// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.sessionconfig.sipaccount.Api;
import io.allo.sessionconfig.sipaccount.Sql;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other services tell of changes there. */
@QuarkusTest
class ToldChangesTest {
    private static final String ACCOUNT = "11110000-0000-4000-8000-0000000000d1";
    private static final String IMPORTED = """
            {"at":"2027-01-31T10:15:30.123456Z","accountId":"%s","actor":"service","action":"restaurant.imported",
             "object":"restaurant:1","fields":["name","categories"]}
            """.formatted(ACCOUNT);

    @Inject
    Sql sql;

    private static Response tell(String body) {
        return Api.service().body(body).post("/internal/audit");
    }

    @Test
    void aChangeThatIsToldTwiceIsOneLine() {
        tell(IMPORTED).then().statusCode(204);
        tell(IMPORTED).then().statusCode(204);
        tell(IMPORTED.replace("123456", "123457")).then().statusCode(204);

        assertThat(sql.texts(
                        "select actor || ' ' || action || ' ' || object || ' ' || fields from audit_log where account_id = '"
                                + ACCOUNT + "'"))
                .hasSize(2)
                .containsOnly("service restaurant.imported restaurant:1 categories,name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"accountId\":\"x", "actor\":\"", "action\":\"", "object\":\"", "fields\":[\"", "at\":\"x"})
    void whatCannotBeALineIsRefused(String field) {
        String name = field.substring(0, field.indexOf('"'));
        tell(IMPORTED.replaceFirst("\"" + name + "\":\\[?\"[^\"]*", "\"" + field))
                .then()
                .statusCode(400);
    }

    @Test
    void nobodyElseTells() {
        Api.importBusiness(ACCOUNT, "told-changes-key-0123456789", null);
        Api.business("told-changes-key-0123456789")
                .body(IMPORTED)
                .post("/internal/audit")
                .then()
                .statusCode(401);
        tell("").then().statusCode(400);
        tell("[]").then().statusCode(400);
    }
}
