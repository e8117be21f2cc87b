// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.toolexecutor.Demo;
import io.allo.toolexecutor.Statements;
import io.allo.toolexecutor.audit.AuditRepository.Told;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Imports, exports and changes of restaurants in the audit log. */
@QuarkusTest
class AuditTrailTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    StubAuditLog log;

    @Inject
    AuditRelay relay;

    @Inject
    Pool pool;

    @Test
    void whoImportedExportedAndChangedARestaurantIsTold() {
        // Given
        String id = Demo.imported();

        // When
        Demo.account().get("/api/restaurants/export?id=" + id).then().statusCode(200);
        Demo.account()
                .body(Map.of("id", id, "phone", "+33123456789"))
                .patch("/api/restaurants")
                .then()
                .statusCode(200);
        Demo.account()
                .body(Map.of("id", id, "timezone", "Mars/Olympus"))
                .patch("/api/restaurants")
                .then()
                .statusCode(400);

        // Then
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(log.about("restaurant:" + id))
                        .extracting(Told::action)
                        .containsExactly("restaurant.imported", "restaurant.exported", "restaurant.changed"));
        assertThat(log.about("restaurant:" + id)).allSatisfy(told -> {
            assertThat(told.accountId()).isEqualTo(Demo.ACCOUNT);
            assertThat(told.actor()).isEqualTo("service");
        });
        assertThat(log.about("restaurant:" + id).getFirst().fields()).contains("name", "categories");
        assertThat(log.about("restaurant:" + id).getLast().fields())
                .as("names, no values")
                .containsExactly("id", "phone");
    }

    @Test
    void aLogThatIsAwayIsToldLater() {
        // Given
        log.fail(1);
        String id = Demo.imported();

        // When
        Awaitility.await().atMost(SOON).untilAsserted(() -> {
            relay.round().onFailure().recoverWithNull().await().atMost(SOON);
            pool.query("update audit_outbox set claimed_until = '-infinity'")
                    .execute()
                    .await()
                    .atMost(SOON);
            // Then
            assertThat(log.about("restaurant:" + id)).isNotEmpty();
        });
        assertThat(new Statements(pool).one("select count(*) from audit_outbox where object = $1", "restaurant:" + id))
                .isZero();
    }
}
