// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.workflow;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.allo.sessionconfig.session.StubExecutor;
import io.allo.sessionconfig.sipaccount.Api;
import io.allo.sessionconfig.sipaccount.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workflows over REST. Rows C1, C2, C8, C27, C49. */
@QuarkusTest
@WithTestResource(StubExecutor.class)
class WorkflowAdminTest {
    private static final String PATH = "/api/workflows";
    private static final String BLOCK = "{'kind':'voice-agent','slug':'standard','parameters':{'model':'gpt-realtime',"
            + "'instructions':'Be kind.','voice':'verse','ring_timeout_seconds':2.5,'tools':[],'handoffs':[]}}";

    @Inject
    Sql sql;

    @BeforeEach
    void twoBusinesses() {
        sql.empty();
        Api.importBusiness(Api.BUSINESS, Api.KEY, null);
        sql.run("insert into sip_accounts (label, trunk_uri) values ('One', 'sip:one@p')");
        Api.importBusiness(Api.OTHER_BUSINESS, Api.OTHER_KEY, null);
    }

    private static Response create(String key, String json) {
        return Api.business(key).body(json.replace('\'', '"')).post(PATH);
    }

    private static Response patch(String key, int id, String json) {
        return Api.business(key).body(json.replace('\'', '"')).patch(PATH + "/" + id);
    }

    @Test
    void aWorkflowIsStoredAsGivenAndReadAsACallWouldReadIt() {
        create(Api.KEY, "{'slug':'standard','sip_account_id':1,'definition':[{'kind':'start'}," + BLOCK + "]}")
                .then()
                .statusCode(201)
                .body("account_id", equalTo(Api.BUSINESS))
                .body("version", equalTo(1))
                .body("sip_account_id", equalTo(1))
                .body("definition[1].parameters.ring_timeout_seconds", equalTo(2.5f))
                .body("voice_agent.slug", equalTo("standard"))
                .body("voice_agent.ring_timeout_seconds", equalTo(2.5f))
                .body("voice_agent.tools", hasSize(0))
                .body("warnings", hasSize(0));
        Api.resolve("one", 1, null).then().statusCode(200).body("basePrompt", equalTo("Be kind."));

        patch(Api.KEY, 1, "{'definition':{'steps':[{'kind':'agent'}]}}")
                .then()
                .statusCode(200)
                .body("version", equalTo(2))
                .body("sip_account_id", equalTo(1))
                .body("voice_agent.ring_timeout_seconds", equalTo(0f));
        patch(Api.KEY, 1, "{'sip_account_id':null,'slug':'renamed'}")
                .then()
                .statusCode(200)
                .body("version", equalTo(2))
                .body("slug", equalTo("renamed"))
                .body("sip_account_id", nullValue());
        Api.business(Api.KEY).delete(PATH + "/1").then().statusCode(204);
        Api.business(Api.KEY).get(PATH + "/1").then().statusCode(404);
    }

    @Test
    void deletingAnAccountLeavesItsWorkflowWithNone() {
        create(Api.KEY, "{'slug':'s','sip_account_id':1,'definition':[" + BLOCK + "]}")
                .then()
                .statusCode(201);
        Api.service().delete("/api/admin/sip-accounts/1").then().statusCode(204);

        Api.business(Api.KEY).get(PATH + "/1").then().statusCode(200).body("sip_account_id", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "'soon'", "true"})
    void anUnfitDelayIsStoredWithAWarningAndMeansAtOnce(String delay) {
        create(
                        Api.KEY,
                        "{'slug':'s','definition':[{'kind':'agent','parameters':{'ring_timeout_seconds':" + delay
                                + "}}]}")
                .then()
                .statusCode(201)
                .body("voice_agent.ring_timeout_seconds", equalTo(0f))
                .body("warnings[0]", containsString("answered at once"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'slug':'a b','definition':[{'kind':'agent'}]}",
                "{'slug':'s'}",
                "{'slug':'s','definition':[]}",
                "{'slug':'s','definition':'text'}",
                "{'slug':'s','definition':[{'slug':'no kind'}]}",
                "{'slug':'s','definition':[{'kind':'agent','parameters':{'tools':'all'}}]}",
                "{'slug':'s','definition':[{'kind':'agent','parameters':{'model':5}}]}",
                "{'slug':'s','sip_account_id':'x','definition':[{'kind':'agent'}]}",
                "{'slug':'s','sip_account_id':99,'definition':[{'kind':'agent'}]}"
            })
    void unfitInputIs422(String body) {
        create(Api.KEY, body).then().statusCode(422).body("errors[0].field", org.hamcrest.Matchers.notNullValue());
    }

    /** C.1's older route rules: each refusal says what would have been right. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "5;definition[0].telephony;expected an object, found 5",
                "{'routes':{}};definition[0].telephony.routes;expected a list of at most 500 routes",
                "{'routes':[{'label':'x'}]};definition[0].telephony.routes[0];expected phone_number, phone_numbers, prefix or prefixes",
                "{'routes':[{'phone_number':33}]};definition[0].telephony.routes[0].phone_number;expected a telephone number",
                "{'routes':[{'prefixes':['+33','x']}]};definition[0].telephony.routes[0].prefixes[1];found \"x\"",
                "{'routes':[{'prefix':'+33','workflow':'s'}]};definition[0].telephony.routes[0].workflow;\"id\" or \"slug\"",
                "{'routes':[{'prefix':'+33','priority':'high'}]};definition[0].telephony.routes[0].priority;expected a number",
                "{'default':{'overrides':{'model':5}}};definition[0].telephony.default.overrides.model;expected a text, found 5"
            })
    void unfitRoutesAre422(String telephony, String field, String message) {
        create(Api.KEY, "{'slug':'s','definition':[{'kind':'start','telephony':" + telephony + "}," + BLOCK + "]}")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo(field))
                .body("errors[0].message", containsString(message));
    }

    @Test
    void slugsAreUniqueWithinABusinessAndWorkflowsAreItsOwn() {
        String body = "{'slug':'same','definition':[" + BLOCK + "]}";
        create(Api.KEY, body).then().statusCode(201);
        create(Api.KEY, body).then().statusCode(409).body("error", containsString("same"));
        create(Api.OTHER_KEY, body).then().statusCode(201);

        Api.business(Api.OTHER_KEY).get(PATH).then().body("account_id", equalTo(List.of(Api.OTHER_BUSINESS)));
        Api.business(Api.OTHER_KEY).get(PATH + "/1").then().statusCode(404);
        patch(Api.OTHER_KEY, 1, "{'slug':'taken'}").then().statusCode(404);
        Api.business(Api.OTHER_KEY).delete(PATH + "/1").then().statusCode(404);
        create(Api.OTHER_KEY, "{'slug':'x','sip_account_id':1,'definition':[" + BLOCK + "]}")
                .then()
                .statusCode(422);
        patch(Api.OTHER_KEY, 3, "{'sip_account_id':1}").then().statusCode(422);
    }

    private static String agent(String account, String name) {
        return Api.service()
                .body(Map.of("name", name, "accountId", account, "aiModel", "reception"))
                .post("/api/agents")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static String handingTo(String rules) {
        return "{'slug':'standard','sip_account_id':1,'definition':["
                + BLOCK.replace("'handoffs':[]", "'handoffs':" + rules) + "]}";
    }

    /** A workflow passes its callers on to an agent of its business, as an agent does. */
    @Test
    void aWorkflowHandsOverToAnAgentOfItsBusiness() {
        String booking = agent(Api.BUSINESS, "Booking");

        create(Api.KEY, handingTo("[{'name':'Booking','when':'an appointment','keywords':{'fr':['rendez-vous']}}]"))
                .then()
                .statusCode(201)
                .body("definition[0].parameters.handoffs[0].agentId", equalTo(booking));

        Api.resolve("one", 1, null)
                .then()
                .statusCode(200)
                .body("handoffs", hasSize(1))
                .body("handoffs[0].agentId", equalTo(booking))
                .body("handoffs[0].name", equalTo("Booking"))
                .body("handoffs[0].keywords.fr[0]", equalTo("rendez-vous"));
    }

    @Test
    void whomTheBusinessDoesNotHaveIsRefused() {
        String foreign = agent(Api.OTHER_BUSINESS, "Foreign");

        create(Api.KEY, handingTo("[{'agentId':'" + foreign + "','when':'never'}]"))
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("handoffs[0].agentId"))
                .body("errors[0].message", containsString("no such agent"));
        create(Api.KEY, handingTo("['booking']"))
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("definition[0].parameters.handoffs[0]"));
        create(Api.KEY, "{'slug':'s','definition':[" + BLOCK + "]}").then().statusCode(201);
        patch(Api.KEY, 1, handingTo("[{'name':'Nobody','when':'never'}]"))
                .then()
                .statusCode(422);
    }

    /** What SQL wrote is read with lenience: the call is answered, and handed over to nobody. */
    @Test
    void unreadableRulesHandOverToNobody() {
        create(Api.KEY, handingTo("[]")).then().statusCode(201);
        sql.run(
                "update workflow_definitions set definition = '[{\"kind\":\"agent\",\"parameters\":{\"handoffs\":[\"x\"]}}]'");

        Api.resolve("one", 1, null).then().statusCode(200).body("handoffs", hasSize(0));
    }
}
