// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import static io.allo.toolexecutor.notification.TwilioOnLoopback.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Reminders that are answered without a language model. */
@QuarkusTest
class ReminderTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String phone = "+336" + ThreadLocalRandom.current().nextInt(10_000_000, 99_999_999);
    private Salon salon;

    @Inject
    Pool pool;

    @BeforeEach
    void aCalendar() {
        salon = new Salon();
        salon.context.put("caller_phone", phone);
    }

    /** Booked and reminded. */
    private void reminded(int day) {
        reminded(day, "fr");
    }

    private void reminded(int day, String language) {
        salon.run(
                "schedule_appointment",
                Map.of("slot_id", salon.slots(day).getFirst(), "user_name", "Jeanne Dupont", "language", language));
        int before = SERVER.messagesTo(phone).size();
        pool.preparedQuery("update notifications set due_at = now() - interval '1 second' where subject = $1"
                        + " and kind = 'reminder'")
                .execute(Tuple.of(salon.appointments(day).getFirst().get("id").toString()))
                .await()
                .atMost(LIMIT);
        await().atMost(LIMIT).until(() -> SERVER.messagesTo(phone).size() > before);
    }

    private @Nullable String answer(String decision) {
        return answer(Demo.ACCOUNT, "sms", phone, decision);
    }

    private static @Nullable String answer(String account, String channel, String phone, String decision) {
        return Demo.service()
                .body(Map.of("accountId", account, "channel", channel, "phone", phone, "decision", decision))
                .post("/internal/reminders/answers")
                .then()
                .statusCode(200)
                .extract()
                .path("text");
    }

    @Test
    @DisplayName("confirmed by the reminded number: the agent and the staff see it, moving asks anew")
    void confirmed() {
        reminded(4);
        assertThat(SERVER.messagesTo(phone).getLast().get("Body"))
                .contains("Répondez 1 pour CONFIRMER ou 2 pour ANNULER");
        for (int i = 0; i < 2; i++) {
            assertThat(answer("CONFIRM"))
                    .startsWith("Merci, c'est confirmé : Coupe, ")
                    .endsWith("à 9 h.");
        }
        JsonPath found = salon.run("find_appointments", Map.of("name", "Jeanne"));
        assertThat(found.getBoolean("result.appointments[0].confirmed_by_customer"))
                .isTrue();
        assertThat(found.getString("result.appointments[0].status")).isEqualTo("confirmed");
        Map<String, Object> row = salon.appointments(4).getFirst();
        assertThat(row.get("acknowledgedAt")).isNotNull();
        salon.hears();
        salon.run(
                "reschedule_appointment",
                Map.of(
                        "booking_id",
                        found.getString("result.appointments[0].booking_id"),
                        "slot_id",
                        salon.slots(4).get(3)));
        assertThat(salon.appointments(4).getFirst().get("acknowledgedAt")).isNull();
    }

    @Test
    @DisplayName(
            "cancelled, in the customer's language, once however often it is said; no second message says the same")
    void cancelled() {
        reminded(4, "en");
        int messages = SERVER.messagesTo(phone).size();
        for (int i = 0; i < 2; i++) {
            assertThat(answer("CANCEL")).startsWith("Your appointment is cancelled: Haircut, ");
        }
        assertThat(salon.appointments(4).getFirst())
                .containsEntry("status", "cancelled")
                .containsEntry("cancelReason", "reminder answered");
        assertThat(answer("CONFIRM")).isNull();
        assertThat(SERVER.messagesTo(phone)).hasSize(messages);
    }

    @Test
    @DisplayName(
            "another number, channel or business answers nothing, nor who was not reminded, nor what may mean two appointments")
    void others() {
        assertThat(answer("CANCEL")).isNull();
        reminded(4);
        assertThat(answer(Demo.ACCOUNT, "sms", "+33600000001", "CANCEL")).isNull();
        assertThat(answer(Demo.ACCOUNT, "whatsapp", phone, "CANCEL")).isNull();
        assertThat(answer("another", "sms", phone, "CANCEL")).isNull();
        reminded(5);
        assertThat(answer("CANCEL")).isNull();
        assertThat(salon.appointments(4).getFirst()).containsEntry("status", "confirmed");
        assertThat(salon.appointments(5).getFirst()).containsEntry("status", "confirmed");
    }
}
