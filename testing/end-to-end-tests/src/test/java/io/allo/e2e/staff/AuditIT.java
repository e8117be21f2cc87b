// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.staff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A change in one service stands in the audit log of the other. */
@ExtendWith(AlloStack.class)
class AuditIT {
    @Test
    void anImportedRestaurantStandsInTheAuditLog(RunningAllo allo) throws Exception {
        Instant begun = Instant.now();

        allo.loadRestaurant(UnaryOperator.identity());

        var api = new AlloApi(allo);
        Awaitility.await("the line is told").atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode lines = api.asService("GET", AlloService.SESSION_CONFIG_SERVICE, "/api/audit?limit=500", "", 200);
            assertThat(lines.valueStream()).anySatisfy(line -> {
                assertThat(line.path("action").asText()).isEqualTo("restaurant.imported");
                assertThat(line.path("object").asText()).isEqualTo("restaurant:" + allo.demoRestaurant());
                assertThat(line.path("actor").asText()).isEqualTo("service");
                assertThat(line.path("accountId").asText())
                        .isEqualTo(allo.demoAccount().toString());
                assertThat(Instant.parse(line.path("at").asText())).isAfterOrEqualTo(begun.minusSeconds(1));
            });
        });
    }
}
