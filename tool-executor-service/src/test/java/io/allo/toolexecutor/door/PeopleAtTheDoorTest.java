// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.door;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.allo.access.Role;
import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People come in with a token, and do what their role is for. */
@QuarkusTest
class PeopleAtTheDoorTest {
    @Test
    void aPersonSeesTheRestaurantsOfHisAccountOnly() {
        String restaurant = Demo.imported();

        bearer(Role.STAFF, Demo.ACCOUNT)
                .get("/api/restaurants?id=" + restaurant)
                .then()
                .statusCode(200);
        bearer(Role.OWNER, "another")
                .get("/api/restaurants?id=" + restaurant)
                .then()
                .statusCode(404);
        bearer(Role.ADMIN, null).get("/api/restaurants?id=" + restaurant).then().statusCode(400);
        bearer(Role.ADMIN, null)
                .header("X-Allo-Account", Demo.ACCOUNT)
                .get("/api/restaurants?id=" + restaurant)
                .then()
                .statusCode(200);
        bearer(Role.OWNER, "another")
                .header("X-Allo-Account", Demo.ACCOUNT)
                .get("/api/restaurants?id=" + restaurant)
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        "TECHNICIAN, POST,  /api/messages",
        "TECHNICIAN, PATCH, /api/orders",
        "VIEWER,     POST,  /api/messages",
        "VIEWER,     POST,  /api/knowledge/pages",
        "AGENT_EDITOR, POST, /api/messages",
        "AGENT_EDITOR, POST, /api/menu",
        "STAFF,      POST,  /api/menu",
        "STAFF,      POST,  /api/menu/",
        "STAFF,      PATCH, /api/restaurants",
        "STAFF,      DELETE,/api/tables"
    })
    void aRoleDoesNotDoWhatItIsNotFor(Role role, String method, String path) {
        bearer(role, Demo.ACCOUNT)
                .body("{}")
                .request(method, path)
                .then()
                .statusCode(403)
                .body("error", containsString("role"));
    }

    @ParameterizedTest
    @CsvSource({
        "STAFF, /api/messages",
        "SUPERVISOR, /api/menu",
        "OWNER, /api/menu",
        "AGENT_EDITOR, /api/knowledge/pages"
    })
    void aRoleDoesWhatItIsFor(Role role, String path) {
        bearer(role, Demo.ACCOUNT).body("{}").post(path).then().statusCode(anyOf(equalTo(400), equalTo(404)));
    }

    @Test
    void aTokenOpensNoInternalPathAndNonsenseOpensNothing() {
        bearer(Role.ADMIN, null)
                .body("{}")
                .post("/internal/tools/execute")
                .then()
                .statusCode(401);
        given().header("Authorization", "Bearer nonsense")
                .get("/api/orders")
                .then()
                .statusCode(401);
    }

    private static RequestSpecification bearer(Role role, String account) {
        return given().header("Authorization", "Bearer " + StubKeySet.token(role, account))
                .contentType("application/json");
    }
}
