// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.allo.contracts.session.CalendarFacts;
import io.allo.contracts.session.SessionConfig.AnsweredQuestion;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code GET /api/ai?calendarId=}: the session of a business that gives appointments. */
@QuarkusTest
@WithTestResource(StubExecutor.class)
class CalendarSessionTest {
    private static final String ACCOUNT = "11110000-0000-4000-8000-0000000000ca";
    private static final String KEY = "calendar-account-key-0123456789";

    private final String calendar = UUID.randomUUID().toString();

    @BeforeEach
    void anAccount() {
        given().header("X-API-Key", "test-service-key-0123456789")
                .contentType("application/json")
                .body(Map.of("name", "Salons", "region", "FR", "keys", List.of(Map.of("label", "k", "key", KEY))))
                .put("/internal/accounts/" + ACCOUNT)
                .then()
                .statusCode(200);
    }

    private void stored(String account, @Nullable String greeting, @Nullable String transferNumber) {
        StubExecutor.CALENDARS.put(
                calendar,
                new CalendarFacts(
                        calendar,
                        account,
                        "Salon Ariane",
                        "Europe/Paris",
                        "fr",
                        "3 rue des Lilas",
                        greeting,
                        "Vouvoie toujours.",
                        transferNumber,
                        Map.of("fr", "lundi fermé", "en", "Monday closed"),
                        Map.of("fr", "Coupe (30 min, 32 euros)", "en", "Haircut (30 min, 32 euros)"),
                        List.of(new AnsweredQuestion("Un parking ?", "Derrière.", "other"))));
    }

    private JsonPath session(String more) {
        return given().header("X-API-Key", KEY)
                .get("/api/ai?restaurantId=&callerPhone=&calendarId=" + calendar + more)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    @DisplayName(
            "D3, D21, D36, D37: the prompt has the persona, the business, the date in its zone and the rules; the tools are the six")
    void prompt() {
        stored(ACCOUNT, null, null);
        JsonPath session = session("");
        assertThat(session.getList("tools.name"))
                .isEqualTo(List.of(
                        "list_available_slots",
                        "schedule_appointment",
                        "find_appointments",
                        "reschedule_appointment",
                        "cancel_appointment",
                        "answer_faq",
                        "end_call"));
        assertThat(session.getString("systemPrompt"))
                .contains("Salon Ariane", "professionnel, clair, concis et empathique", "Vouvoie toujours.")
                .contains("Nous sommes le ", "(Europe/Paris)", "Coupe (30 min, 32 euros)", "Un parking ? Derrière.")
                .contains("Je consulte l'agenda", "Ne lis jamais toute la liste", "oui explicite")
                .doesNotContain("transfer_call");
        assertThat(session.getMap("initialContext")).containsEntry("calendar_id", calendar);
        assertThat(session.getString("allo.businessName")).isEqualTo("Salon Ariane");
    }

    @Test
    @DisplayName("D2: each business has its own welcome; with a number to transfer to, a person can be asked for")
    void welcome() {
        stored(ACCOUNT, "Salon Ariane, que puis-je pour vous ?", "+33123456789");
        assertThat(session("").getString("greeting")).contains("« Salon Ariane, que puis-je pour vous ? »");
        JsonPath chat = session("&mode=chat");
        assertThat(chat.getString("greeting")).isEqualTo("Salon Ariane, que puis-je pour vous ?");
        assertThat(chat.getList("tools.name")).hasSize(8).contains("transfer_call");
        assertThat(chat.getString("transferPhoneNumber")).isEqualTo("+33123456789");
        stored(ACCOUNT, null, null);
        assertThat(session("&mode=chat").getString("greeting")).startsWith("Salon Ariane, bonjour !");
    }

    @Test
    void anotherAccountsCalendarDoesNotExist() {
        stored("another", null, null);
        for (String id : List.of(calendar, UUID.randomUUID().toString())) {
            given().header("X-API-Key", KEY)
                    .get("/api/ai?calendarId=" + id)
                    .then()
                    .statusCode(404);
        }
        given().header("X-API-Key", KEY)
                .get("/api/ai?calendarId=no-uuid")
                .then()
                .statusCode(400)
                .body(containsString("calendarId"));
    }
}
