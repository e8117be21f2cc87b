// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import static io.allo.toolexecutor.notification.MetaOnLoopback.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.ServiceKeys;
import io.allo.toolexecutor.Demo;
import io.allo.toolexecutor.notification.TwilioOnLoopback;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** D19: WhatsApp by Meta for an account whose number is Meta's. */
@QuarkusTest
class MetaConfirmationsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ACCOUNT = "meta-account";

    private final String phone = "+336" + ThreadLocalRandom.current().nextInt(10_000_000, 99_999_999);
    private final String calendar = UUID.randomUUID().toString();

    @Inject
    Pool pool;

    @BeforeEach
    void aCalendar() {
        Demo.service()
                .body(Salon.DOCUMENT
                        .formatted(ACCOUNT)
                        .replace("\"minNoticeMin\"", "\"confirmations\":\"whatsapp\",\"minNoticeMin\""))
                .put("/internal/calendars/" + calendar)
                .then()
                .statusCode(200);
    }

    private static RequestSpecification account() {
        return Demo.service().header(ServiceKeys.ACCOUNT_HEADER, ACCOUNT);
    }

    private String book(int day, String language) {
        return account()
                .body(Map.of(
                        "calendarId",
                        calendar,
                        "service",
                        "coupe",
                        "start",
                        Salon.day(day) + "T08:00:00Z",
                        "customerName",
                        "Jeanne",
                        "customerPhone",
                        phone,
                        "language",
                        language))
                .post("/api/appointments")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private Map<String, Object> notification(String appointment, String kind) {
        List<Map<String, Object>> found = account()
                .get("/api/notifications")
                .jsonPath()
                .getList("findAll { it.subject == '" + appointment + "' && it.kind == '" + kind + "' }");
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static void report(String id, String status, int code) {
        Demo.service()
                .body(Map.of("provider", "meta", "messageId", id, "status", status, "code", code))
                .post("/internal/notifications/reports")
                .then()
                .statusCode(200);
    }

    @Test
    @DisplayName(
            "D19, D44: the account's number decides; what Meta reports moves the message, and one that failed says what to do")
    void reported() {
        SERVER.wrote(phone);
        String appointment = book(3, "fr");
        await().atMost(LIMIT).until(() -> SERVER.sentTo(phone).size() == 1);
        assertThat(SERVER.sentTo(phone).getFirst().text()).startsWith("Salon Ariane : votre rendez-vous est confirmé.");
        assertThat(TwilioOnLoopback.SERVER.attemptsTo("whatsapp:" + phone)).isEmpty();
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(notification(appointment, "booked")).containsEntry("state", "sent"));
        String id = SERVER.sentTo(phone).getFirst().id();
        report(id, "delivered", 0);
        report(id, "sent", 0);
        report(id, "failed", 131026);
        assertThat(notification(appointment, "booked"))
                .containsEntry("state", "sent")
                .containsEntry("reported", "delivered");

        String other = book(4, "fr");
        await().atMost(LIMIT).until(() -> SERVER.sentTo(phone).size() == 2);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(notification(other, "booked")).containsEntry("state", "sent"));
        report(SERVER.sentTo(phone).get(1).id(), "failed", 131026);
        assertThat(notification(other, "booked"))
                .containsEntry("state", "dead")
                .containsEntry("errorCode", 131026)
                .extractingByKey("error")
                .asString()
                .contains("has no WhatsApp");
    }

    @Test
    @DisplayName(
            "D19: outside the 24 hours words are refused with what to do; a reminder has its template, variables and language")
    void template() {
        String appointment = book(5, "en");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(notification(appointment, "booked"))
                        .containsEntry("state", "dead")
                        .containsEntry("errorCode", 131047)
                        .extractingByKey("error")
                        .asString()
                        .contains("24 hours"));
        pool.preparedQuery("update notifications set due_at = now() where subject = $1 and kind = 'reminder'")
                .execute(Tuple.of(appointment))
                .await()
                .atMost(LIMIT);
        await().atMost(LIMIT).until(() -> SERVER.sentTo(phone).size() == 1);
        JsonObject template = SERVER.sentTo(phone).getFirst().body().getJsonObject("template");
        assertThat(template.getString("name")).isEqualTo("rdv_rappel");
        assertThat(template.getJsonObject("language").getString("code")).isEqualTo("en_US");
        assertThat(template.getJsonArray("components").getJsonObject(0).getJsonArray("parameters").stream()
                        .map(one -> ((JsonObject) one).getString("text"))
                        .toList())
                .startsWith("Salon Ariane", "Haircut")
                .hasSize(3);
    }
}
