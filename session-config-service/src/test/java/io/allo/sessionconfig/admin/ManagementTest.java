// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.allo.contracts.worker.WorkerRegistry;
import io.allo.sessionconfig.sipaccount.Api;
import io.allo.sessionconfig.sipaccount.Sql;
import io.allo.sessionconfig.user.People;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The management API as a provisioning client uses it, with the account's key. */
@QuarkusTest
class ManagementTest {
    private final String key = "management-key-" + UUID.randomUUID();
    private String account;

    @Inject
    Sql sql;

    @Inject
    RedisDataSource redis;

    @BeforeEach
    void setUp() {
        account = People.account(key);
    }

    /** Row A2 and the fields of row A112. */
    @Test
    void anAgentIsMadeWithDefaults() {
        ValidatableResponse created = post(
                        "/api/agents",
                        Map.of(
                                "name", "Chez Zoé",
                                "externalSessionUrl", "https://example.org/api/ai",
                                "externalSessionKey", "their-secret",
                                "config", Map.of("restaurantId", "r", "vapi", Map.of("secret", "vapi-secret"))))
                .statusCode(201);
        created.body("accountId", equalTo(account))
                .body("aiModel", equalTo("gpt-realtime"))
                .body("aiVoice", equalTo("sage"))
                .body("vadThreshold", equalTo(0.5f))
                .body("vadSilenceMs", equalTo(500))
                .body("vadPrefixPaddingMs", equalTo(300))
                .body("temperature", equalTo(0.7f))
                .body("maxCallDurationSec", equalTo(600))
                .body("transportType", equalTo("sip_bridge"))
                .body("chatMode", equalTo("text"))
                .body("isActive", equalTo(true))
                .body("externalSessionKey", equalTo("***"))
                .body("config.vapi.secret", equalTo("***"))
                .body("apiToken", containsString("allo_"))
                .body("publicToken", notNullValue());
    }

    @Test
    void anAgentIsChangedFieldByFieldAndItsSecretsStayAsTheyAre() {
        ValidatableResponse created = post(
                        "/api/agents",
                        Map.of(
                                "name", "Chez Zoé",
                                "externalSessionUrl", "https://example.org/api/ai",
                                "externalSessionKey", "their-secret",
                                "config", Map.of("restaurantId", "r", "vapi", Map.of("secret", "vapi-secret"))))
                .statusCode(201);
        String id = created.extract().path("id");
        String apiToken = created.extract().path("apiToken");

        Api.business(apiToken).get("/api/agents").then().statusCode(200).body("id", hasItem(id));
        put(
                        "/api/agents/" + id,
                        Map.of(
                                "temperature",
                                1.1,
                                "isActive",
                                false,
                                "config",
                                Map.of("vapi", Map.of("secret", "***"))))
                .statusCode(200)
                .body("temperature", equalTo(1.1f))
                .body("vadSilenceMs", equalTo(500))
                .body("name", equalTo("Chez Zoé"))
                .body("isActive", equalTo(false))
                .body("externalSessionUrl", equalTo("https://example.org/api/ai"))
                .body("$", not(hasKey("apiToken")));
        assertThat(sql.texts("select config from agents where id = '" + id + "'")
                        .getFirst())
                .doesNotContain("***")
                .doesNotContain("vapi-secret")
                .contains("secret");
        assertThat(sql.texts("select external_session_key from agents where id = '" + id + "'")
                        .getFirst())
                .doesNotContain("their-secret");
        Api.service().get("/api/agents?accountId=" + account).then().body("$", hasSize(1));
        post(
                        "/api/agents",
                        Map.of(
                                "name",
                                "",
                                "vadThreshold",
                                7,
                                "timezone",
                                "Mars/Base",
                                "externalSessionUrl",
                                "file:///etc"))
                .statusCode(400)
                .body("error", containsString("name"))
                .body("error", containsString("vadThreshold"))
                .body("error", containsString("timezone"))
                .body("error", containsString("externalSessionUrl"));
    }

    @Test
    void chatAnswersAtThePublicTokenAsLongAsItIsEnabled() {
        ValidatableResponse agent =
                post("/api/agents", Map.of("name", "Chat", "chatEnabled", true)).statusCode(201);
        String id = agent.extract().path("id");
        Map<String, String> contact =
                Map.of("channel", "web", "called", agent.extract().path("publicToken"));

        Api.service()
                .body(contact)
                .post("/internal/contacts/resolve")
                .then()
                .statusCode(200)
                .body("agentId", equalTo(id));
        put("/api/agents/" + id, Map.of("chatEnabled", false)).statusCode(200);
        Api.service().body(contact).post("/internal/contacts/resolve").then().statusCode(404);
    }

    /** Row A36; a line makes the SIP account that it refers to. */
    @Test
    void aPhoneLineMakesItsSipAccountAndAnswersForTheAgent() {
        String restaurant = UUID.randomUUID().toString();
        String agent = post("/api/agents", Map.of("name", "Line", "config", Map.of("restaurantId", restaurant)))
                .extract()
                .path("id");
        String number = Victim.number();
        String lines = "/api/agents/" + agent + "/phone-lines";

        ValidatableResponse line = post(
                        lines,
                        Map.of(
                                "phoneNumber", number,
                                "provider", "sip",
                                "sipTransport", "tcp",
                                "sipDomain", "sip.example.org",
                                "sipUsername", "u1",
                                "sipPassword", "s3cret-pass"))
                .statusCode(201)
                .body("hasSipPassword", equalTo(true))
                .body("$", not(hasKey("sipPassword")))
                .body("sipAccountId", notNullValue());
        int sip = line.extract().path("sipAccountId");
        String id = line.extract().path("id");

        Api.business(key)
                .get("/api/admin/sip-accounts/" + sip)
                .then()
                .statusCode(200)
                .body("trunk_uri", equalTo("sip:u1@sip.example.org"))
                .body("contact_transport", equalTo("tcp"))
                .body("has_password", equalTo(true));
        Api.service()
                .get("/internal/trunks")
                .then()
                .body("trunks.find { it.id == " + sip + " }.password", equalTo("s3cret-pass"));
        Api.resolve(number, null, null).then().statusCode(200).body("agentId", equalTo(agent));
        Api.resolve(number, sip, null).then().statusCode(200).body("agentId", equalTo(agent));

        put(lines + "/" + id, Map.of("sipUsername", "u2", "sipPassword", ""))
                .statusCode(200)
                .body("sipAccountId", equalTo(sip));
        Api.service()
                .get("/internal/trunks")
                .then()
                .body("trunks.find { it.id == " + sip + " }.password", equalTo("s3cret-pass"))
                .body("trunks.find { it.id == " + sip + " }.username", equalTo("u2"));
        post(lines, Map.of("phoneNumber", number)).statusCode(409);
        Api.business(key)
                .get("/api/phone-lines?restaurantId=" + restaurant)
                .then()
                .statusCode(200)
                .body("$", hasSize(1))
                .body("[0].hasSipPassword", equalTo(true));
        put("/api/phone-lines", Map.of("restaurantId", restaurant, "isActive", false))
                .statusCode(200)
                .body("id", equalTo(id));
        Api.resolve(number, null, null).then().statusCode(404);
        Api.service().get("/internal/trunks").then().body("trunks.findAll { it.id == " + sip + " }", hasSize(0));
    }

    @Test
    void aNumberOfAnotherAccountIsNotTaken() {
        String number = Victim.number();
        String otherKey = "management-key-" + UUID.randomUUID();
        String other = UUID.randomUUID().toString();
        Api.importBusiness(other, otherKey, null);
        String theirs = Api.business(otherKey)
                .body("{\"name\":\"T\"}")
                .post("/api/agents")
                .path("id");
        Api.business(otherKey)
                .body(Map.of("phoneNumber", number))
                .post("/api/agents/" + theirs + "/phone-lines")
                .then()
                .statusCode(201);
        String mine = post("/api/agents", Map.of("name", "M")).extract().path("id");

        post(
                        "/api/agents/" + mine + "/phone-lines",
                        Map.of("phoneNumber", number, "sipDomain", "d.example.org", "sipUsername", "u"))
                .statusCode(409);

        assertThat(sql.texts("select id from sip_accounts a join sip_account_policy p on p.sip_account_id = a.id"
                        + " where p.account_id = '" + account + "'"))
                .isEmpty();
        Api.resolve(number, null, null).then().body("agentId", equalTo(theirs));
    }

    @Test
    void aBrainReplacesPromptAndToolsAndAnOlderOneIsRefused() {
        String agent = post("/api/agents", Map.of("name", "Brain")).extract().path("id");
        Map<String, Object> tool = Map.of(
                "name",
                "weather",
                "description",
                "d",
                "parameters",
                Map.of("type", "object"),
                "http",
                Map.of("method", "GET", "url", "https://example.org"));
        String brain = "/api/agents/" + agent + "/brain";

        put(brain, Map.of("prompt", "Be kind.", "tools", List.of(tool), "version", 5))
                .statusCode(200)
                .body("version", equalTo(5))
                .body("tools[0].type", equalTo("http_api"));
        Api.business(key).get("/api/agents/" + agent).then().body("basePrompt", equalTo("Be kind."));
        Api.business(key).get("/api/agents/" + agent + "/tools").then().body("name", equalTo(List.of("weather")));
        put(brain, Map.of("prompt", "late", "tools", List.of(), "version", 4)).statusCode(409);
        put(brain, Map.of("prompt", "x", "tools", List.of(tool, tool))).statusCode(400);
        put(brain, Map.of("tools", List.of())).statusCode(400);
        Api.business(key).get("/api/agents/" + agent + "/tools").then().body("name", equalTo(List.of("weather")));
        put(brain, Map.of("prompt", "Next.", "tools", List.of()))
                .statusCode(200)
                .body("version", equalTo(6));
    }

    @Test
    void aKeyIsToldOnceOpensAndIsRevoked() {
        String owner = People.token(account, "owner");

        Response created = People.bearer(owner).body("{\"label\":\"till\"}").post("/api/account-keys");

        created.then().statusCode(201);
        String secret = created.path("key");
        String id = created.path("id");
        assertThat(secret).startsWith(created.<String>path("prefix")).hasSizeGreaterThan(40);
        given().get("/api/agents?key=" + secret).then().statusCode(200);
        assertThat(People.bearer(owner).get("/api/account-keys").asString())
                .contains("till")
                .doesNotContain(secret);
        People.bearer(owner)
                .delete("/api/account-keys/" + id)
                .then()
                .statusCode(200)
                .body("isActive", equalTo(false));
        People.bearer(owner).delete("/api/account-keys/" + id).then().statusCode(200);
        Api.business(secret).get("/api/agents").then().statusCode(401);
        People.bearer(owner).get("/api/audit").then().body("action", hasItem("key.revoked"));
    }

    @Test
    void accountsAndFinalCustomersAreManaged() {
        Response made = Api.service()
                .body("{\"name\":\"Neu\",\"email\":\"a@b.example\",\"region\":\"DE\"}")
                .post("/api/accounts");
        made.then().statusCode(201).body("isActive", equalTo(true)).body("region", equalTo("DE"));
        Api.service().get("/api/accounts").then().body("id", hasItem(made.<String>path("id")));
        Api.business(key).get("/api/accounts").then().body("id", equalTo(List.of(account)));
        put("/api/accounts/" + account, Map.of("name", "Anders"))
                .statusCode(200)
                .body("name", equalTo("Anders"));
        put("/api/accounts/" + account, Map.of("isActive", false)).statusCode(403);

        String customer = post(
                        "/api/final-customers", Map.of("name", "Chez Zoé", "currency", "CHF", "costMarginPct", 12.5))
                .statusCode(201)
                .body("accountId", equalTo(account))
                .body("costMarginPct", equalTo(12.5f))
                .extract()
                .path("id");
        put("/api/final-customers/" + customer, Map.of("email", "z@example.org"))
                .statusCode(200)
                .body("currency", equalTo("CHF"))
                .body("email", equalTo("z@example.org"));
        post("/api/agents", Map.of("name", "A", "finalCustomerId", customer))
                .statusCode(201)
                .body("finalCustomerId", equalTo(customer));
        post("/api/agents", Map.of("name", "A", "finalCustomerId", UUID.randomUUID()))
                .statusCode(400);
    }

    /** Row A112. */
    @Test
    void workersAreThoseOfTheRegistry() {
        String fresh = "w-" + UUID.randomUUID();
        String now = Long.toString(System.currentTimeMillis());
        redis.execute("ZADD", WorkerRegistry.WORKERS, now, fresh);
        redis.execute("ZADD", WorkerRegistry.WORKERS, "1000", "w-stale");
        redis.execute(
                "HSET",
                WorkerRegistry.workerKey(fresh),
                "host",
                "10.0.0.7",
                "port",
                "8000",
                "wsUrl",
                "ws://10.0.0.7:8000/media",
                "maxCalls",
                "50",
                "draining",
                "false");
        redis.execute("ZADD", WorkerRegistry.slotsKey(fresh), Long.toString(System.currentTimeMillis() + 60_000), "c1");
        redis.execute("ZADD", WorkerRegistry.slotsKey(fresh), "1000", "c-lapsed");

        Api.business(key)
                .get("/api/workers")
                .then()
                .statusCode(200)
                .body("workers.find { it.workerId == '" + fresh + "' }", hasEntry("host", "10.0.0.7"))
                .body("workers.find { it.workerId == '" + fresh + "' }.activeCalls", equalTo(1))
                .body("workers.find { it.workerId == '" + fresh + "' }.maxCalls", equalTo(50))
                .body("workers.find { it.workerId == 'w-stale' }", nullValue());
    }

    private ValidatableResponse post(String path, Map<String, ?> body) {
        return Api.business(key).body(body).post(path).then();
    }

    private ValidatableResponse put(String path, Map<String, ?> body) {
        return Api.business(key).body(body).put(path).then();
    }
}
