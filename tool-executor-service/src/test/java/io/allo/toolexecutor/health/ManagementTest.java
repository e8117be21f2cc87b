// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.health;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.allo.toolexecutor.Demo;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an operator sees. */
@QuarkusTest
class ManagementTest {
    @TestHTTPResource(management = true)
    URI management;

    @Test
    void readinessDoesNotDependOnOthersButTheDetailDoes() {
        given().get(management.resolve("/q/health/ready"))
                .then()
                .statusCode(200)
                .body("checks.size()", equalTo(0));
        given().get(management.resolve("/q/health/group/dependencies"))
                .then()
                .statusCode(200)
                .body("checks.name", hasItems("postgresql", "kafka"));
    }

    @Test
    void toolExecutionsAreCounted() {
        // Given
        String restaurant = Demo.imported();
        Demo.execute(
                UUID.randomUUID().toString(),
                "1",
                "check_availability",
                Map.of("mode", "pickup"),
                Map.of("restaurant_id", restaurant));

        // When
        String metrics = given().get(management.resolve("/q/metrics")).asString();

        // Then
        assertThat(metrics)
                .contains("allo_tool_executions_total{outcome=\"done\",tool=\"check_availability\"")
                .contains("allo_tool_execution_seconds_count{tool=\"check_availability\"");
    }
}
