// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.toolexecutor.Demo;
import io.restassured.path.json.JsonPath;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A calendar of its own for each test, and one call to it. */
final class Salon {
    static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    static final String DOCUMENT = """
            {"accountId":"%s","name":"Salon Ariane","timezone":"Europe/Paris","language":"fr","address":"3 rue des Lilas, 75011 Paris",
             "minNoticeMin":0,"reminderHours":24,
             "services":[{"id":"coupe","name":"Coupe","nameEn":"Haircut","durationMin":30,"price":32},
                         {"id":"couleur","name":"Couleur","nameEn":"Colour","durationMin":90,"price":70}],
             "hours":{"1":[{"open":"09:00","close":"18:00"}],"2":[{"open":"09:00","close":"18:00"}],"3":[{"open":"09:00","close":"18:00"}],
                      "4":[{"open":"09:00","close":"18:00"}],"5":[{"open":"09:00","close":"18:00"}],"6":[{"open":"09:00","close":"18:00"}],
                      "7":[{"open":"09:00","close":"18:00"}]},
             "faqs":[{"question":"Avez-vous un parking ?","answer":"Oui, juste derrière le salon."}]}
            """;

    final String id = UUID.randomUUID().toString();
    final Map<String, Object> context = new HashMap<>();
    private String conversation = UUID.randomUUID().toString();
    private int calls;
    private int turn = 1;

    Salon() {
        this(DOCUMENT.formatted(Demo.ACCOUNT));
    }

    Salon(String document) {
        Demo.service().body(document).put("/internal/calendars/" + id).then().statusCode(200);
        context.put("calendar_id", id);
        context.put("caller_phone", Demo.CALLER);
        context.put("turn", turn);
    }

    /** The person speaks. */
    void hears() {
        context.put("turn", ++turn);
    }

    /** Another call of another line. */
    void callFrom(String phone) {
        conversation = UUID.randomUUID().toString();
        context.put("caller_phone", phone);
    }

    void goOnWith(String call, String phone) {
        conversation = call;
        context.put("caller_phone", phone);
    }

    String conversation() {
        return conversation;
    }

    JsonPath run(String tool, Map<String, ?> arguments) {
        return Demo.execute(conversation, "c" + ++calls, tool, arguments, context)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    static String day(int ahead) {
        return LocalDate.now(PARIS).plusDays(ahead).toString();
    }

    /** The names of the free slots of a day. */
    List<String> slots(int ahead) {
        JsonPath told = run("list_available_slots", Map.of("service", "coupe", "date", day(ahead)));
        assertThat(told.getBoolean("result.success")).as(told.prettify()).isTrue();
        return told.getList("result.slots.slot_id");
    }

    JsonPath book(String slot) {
        return run(
                "schedule_appointment",
                Map.of(
                        "slot_id", slot,
                        "user_name", "Jeanne Dupont",
                        "user_email", "jeanne@example.org",
                        "user_phone_number", "06 12 34 56 78"));
    }

    List<Map<String, Object>> appointments(int ahead) {
        return Demo.account()
                .get("/api/appointments?calendarId=" + id + "&date=" + day(ahead))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("");
    }
}
