// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.allo.access.Role;
import io.allo.router.conversation.Channel;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.testkit.TestTokens;
import io.allo.testkit.provider.WhatsAppCloudServer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The inbox as people and programs of several accounts find it. */
@QuarkusTest
class InboxApiTest extends TakeoverWorld {
    @Test
    void bySmsAndByMetaAPersonsWordsGoOutToo() {
        says(Channel.SMS, "twilio-sms", CALLED, "un humain", Map.of());
        String sms = waiting();
        post(sms, "take", Map.of());
        reply(sms, "s", "Bonjour par SMS").statusCode(202);
        await().atMost(LIMIT)
                .until(() ->
                        twilio.smsTo(person).stream().anyMatch(one -> one.body().equals("Bonjour par SMS")));
        reply(sms, "s2", "x".repeat(1_700)).statusCode(422);

        meta.wrote(person);
        says(
                Channel.WHATSAPP,
                "meta",
                CALLED,
                "un humain",
                Map.of("phone_number_id", WhatsAppCloudServer.PHONE_NUMBER_ID));
        String chat = waiting("whatsapp");
        post(chat, "take", Map.of());
        reply(chat, "m", "Bonjour par Meta").statusCode(202);
        await().atMost(LIMIT)
                .until(() ->
                        meta.sentTo(person).stream().anyMatch(one -> one.text().equals("Bonjour par Meta")));
    }

    @Test
    void ofManyWhoTakeAtOnceOneWins() {
        says("un humain");
        String id = waiting();
        String staff = TestTokens.token(Role.STAFF, StubSessionConfig.ACCOUNT);

        List<Integer> answers = Stream.generate(() -> staff)
                .limit(6)
                .parallel()
                .flatMap(token -> Stream.of(
                        given().header("X-API-Key", KEY)
                                .contentType("application/json")
                                .body("{}")
                                .post("/api/inbox/" + id + "/take")
                                .statusCode(),
                        given().header("Authorization", "Bearer " + token)
                                .contentType("application/json")
                                .body("{}")
                                .post("/api/inbox/" + id + "/take")
                                .statusCode()))
                .toList();

        assertThat(answers).containsOnly(200, 409);
        assertThat(answers.stream().filter(status -> status == 200)).hasSize(6); // one of the two, and it may repeat
        assertThat(rows("select count(*) from takeover where conversation_id = $1 and state = 'held'", id))
                .isEqualTo(1);
    }

    @Test
    void whoDoesNotHoldItDoesNotWriteAndWhoLeadsMayForce() {
        says("un humain");
        String id = waiting();
        reply(id, "k", "hop").statusCode(409).body("detail", containsString("take"));
        post(id, "take", Map.of("name", "Marie")).statusCode(200);

        String staff = TestTokens.token(Role.STAFF, StubSessionConfig.ACCOUNT);
        String leader = TestTokens.token(Role.SUPERVISOR, StubSessionConfig.ACCOUNT);
        String technician = TestTokens.token(Role.TECHNICIAN, StubSessionConfig.ACCOUNT);
        as(staff, id, "take", "{}", 409);
        as(staff, id, "take", "{\"force\":true}", 403);
        as(staff, id, "messages", "{\"text\":\"hop\"}", 409);
        as(staff, id, "hand-back", "{}", 409);
        as(technician, id, "take", "{}", 403);
        as(leader, id, "take", "{\"force\":true}", 200);
        reply(id, "k", "hop").statusCode(409).body("detail", equalTo("held by Zoé"));
        as(leader, id, "hand-back", "{}", 200);
        assertThat(twilio.sentTo(person)).isEmpty();
    }

    @Test
    void anotherAccountSeesAndDoesNothing() {
        says("un humain");
        String id = waiting();
        for (String path : List.of("take", "messages", "hand-back", "close", "read")) {
            given().header("X-API-Key", OTHERS)
                    .contentType("application/json")
                    .body("{\"text\":\"x\",\"force\":true}")
                    .post("/api/inbox/" + id + "/" + path)
                    .then()
                    .statusCode(404);
        }
        given().header("X-API-Key", OTHERS).get("/api/inbox/" + id).then().statusCode(404);
        given().header("X-API-Key", OTHERS)
                .get("/api/inbox?state=waiting")
                .then()
                .body("conversations.id", not(hasItem(id)));
        inbox("/" + id).body("conversation.state", equalTo("waiting"));
    }

    @Test
    void hostileInputIsRefusedOrHarmless() {
        says("un humain");
        String id = waiting();
        post(id, "take", Map.of("name", "x".repeat(81))).statusCode(422);
        post(id, "take", Map.of("name", "Ma\0rie")).statusCode(200).body("holder.name", equalTo("Marie"));
        reply(id, "k", "").statusCode(422);
        reply(id, "k", "x".repeat(4_001)).statusCode(422);
        reply(id, "k".repeat(101), "x").statusCode(400);
        for (String query : List.of("state=dead", "channel=fax", "limit=0", "limit=101", "limit=x", "before=now")) {
            int status =
                    given().header("X-API-Key", KEY).get("/api/inbox?" + query).statusCode();
            assertThat(status).as(query).isIn(400, 404);
        }
        given().header("X-API-Key", KEY)
                .contentType("application/json")
                .body("[1")
                .post("/api/inbox/" + id + "/take")
                .then()
                .statusCode(400);
        inbox("/none").statusCode(404);
    }

    @Test
    void aDayLaterOnlyATemplateCouldGoOut() {
        says("un humain");
        String id = waiting();
        post(id, "take", Map.of());
        run("update inbox set received_at = received_at - interval '25 hours' where sender = $1", person);

        reply(id, "k", "bonjour").statusCode(409).body("detail", containsString("24 hours"));
    }

    @Test
    void erasureTakesWhatWasWrittenToo() {
        says("un humain");
        String id = waiting();
        post(id, "take", Map.of());
        reply(id, "k", "mot secret").statusCode(202);
        await().atMost(LIMIT).until(() -> twilio.sentTo(person).size() == 1);
        await().atMost(LIMIT)
                .untilAsserted(() -> given().header("X-API-Key", KEY)
                        .delete("/api/persons/" + person)
                        .then()
                        .statusCode(200)
                        .body("open.size()", equalTo(0)));

        assertThat(rows("select count(*) from staff_message where conversation_id = $1", id))
                .isZero();
        assertThat(rows("select count(*) from takeover where conversation_id = $1 and state <> 'over'", id))
                .isZero();
        assertThat(rows("select count(*) from takeover where thread like '%' || $1", person))
                .isZero();
        assertThat(rows("select count(*) from inbox where body like '%secret%' and $1 <> ''", id))
                .isZero();
        inbox("/" + id).statusCode(404);
    }

    @Test
    void aPageHearsOfWhatHappens() {
        says("un humain");
        String id = waiting();
        long before = rows("select max(id) - 1 from takeover_event where conversation_id = $1", id);
        String events = given().header("X-API-Key", KEY)
                .queryParam("after", before)
                .get("/api/inbox/events")
                .asString();

        assertThat(events).contains("\"type\":\"waiting\"", id);
        assertThat(given().header("X-API-Key", OTHERS)
                        .queryParam("after", 0)
                        .get("/api/inbox/events")
                        .asString())
                .doesNotContain(id);
    }
}
