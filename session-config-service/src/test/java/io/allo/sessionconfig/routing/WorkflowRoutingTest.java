// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.routing;

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

/** Who answers a call by a SIP account, and by which account a workflow calls. Rows C29-C33, C36, C44, C45, C49. */
@QuarkusTest
@WithTestResource(StubExecutor.class)
class WorkflowRoutingTest {
    @Inject
    Sql sql;

    @BeforeEach
    void twoAccountsTwoWorkflows() {
        sql.empty();
        Api.importBusiness(Api.BUSINESS, Api.KEY, null);
        sql.run("insert into sip_accounts (label, trunk_uri) values ('One', 'sip:one@p'), ('Two', 'sip:two@p');"
                + "insert into workflows (slug) values ('support'), ('sales'), ('general');"
                + "insert into workflow_definitions (workflow_id, sip_account_id, definition) values (1, 1, "
                + block("support") + "), (2, 2, " + block("sales") + "), (3, null, " + block("general") + ")");
    }

    private static String block(String slug) {
        return "'[{\"kind\":\"start\"},{\"kind\":\"voice-agent\",\"slug\":\"" + slug
                + "\",\"parameters\":{\"instructions\":\"I am " + slug + "\",\"ring_timeout_seconds\":300,"
                + "\"tools\":[\"end_call\",{\"type\":\"function\",\"name\":\"weather\",\"parameters\":{\"type\":\"object\"}},"
                + "\"nonsense\"]}}]'";
    }

    @Test
    void eachAccountRunsItsOwnWorkflow() {
        Api.resolve("one", 1, null)
                .then()
                .statusCode(200)
                .body("agentName", equalTo("support"))
                .body("sipAccountId", equalTo(1));
        Api.resolve("+33123456789", 2, null)
                .then()
                .statusCode(200)
                .body("agentName", equalTo("sales"))
                .body("accountId", equalTo(Api.BUSINESS))
                .body("region", equalTo("FR"))
                .body("basePrompt", equalTo("I am sales"))
                .body("model", equalTo("gpt-realtime"))
                .body("voice", equalTo("verse"))
                .body("ringTimeoutSeconds", equalTo(300f))
                .body("tools.name", equalTo(List.of("end_call", "weather")))
                .body("externalSessionUrl", nullValue())
                .body("workflowId", equalTo(2));
    }

    @Test
    void aWorkflowThatNamesNoAccountUsesTheDefaultThenTheGlobalSettingsThenTheFirstByLabel() {
        sql.run("insert into sip_accounts (label, trunk_uri) values ('A first', 'sip:a@p')");
        Api.resolve("x", null, 3).then().body("sipAccountId", equalTo(3));
        Api.resolve("x", 3, null).then().body("agentName", equalTo("general"));

        sql.run("insert into app_settings (sip_trunk_uri) values ('sip:legacy@p')");
        Api.resolve("x", null, 3).then().body("sipAccountId", equalTo(0));
        Api.resolve("x", 0, null).then().body("agentName", equalTo("general"));
        Api.resolve("x", 3, null).then().statusCode(404);

        sql.run("update sip_accounts set is_default = true where id = 3");
        Api.resolve("x", null, 3).then().body("sipAccountId", equalTo(3));
    }

    @Test
    void aWorkflowWhoseAccountIsSwitchedOffOrDeletedFallsBack() {
        sql.run("update sip_accounts set is_active = false where id = 2");
        Api.resolve("x", 2, null).then().statusCode(404);
        Api.resolve("x", null, 2).then().body("sipAccountId", equalTo(1));

        sql.run("delete from sip_accounts where id = 2");
        Api.resolve("x", null, 2).then().statusCode(200).body("sipAccountId", equalTo(1));
    }

    @Test
    void aNumberBoundToAnAgentGoesBeforeTheWorkflowInEverySpelling() {
        Api.importBusiness(Api.BUSINESS, Api.KEY, "+33123456789");

        for (String called : List.of("+33123456789", "0033123456789", "01 23 45 67 89", "33123456789")) {
            Api.resolve(called, 1, null)
                    .then()
                    .statusCode(200)
                    .body("agentName", equalTo("Agent"))
                    .body("workflowId", nullValue())
                    .body("tools", hasSize(0));
        }
    }

    @Test
    void aWhatsAppCallReachesTheAgentOfTheChat() {
        sql.run("insert into agents (id, account_id, name) values ('33330000-0000-4000-8000-000000000001', '"
                + Api.BUSINESS
                + "', 'Chat'); insert into contact_addresses values ('whatsapp', '+33939240575',"
                + " '33330000-0000-4000-8000-000000000001')");
        Api.resolve("33939240575", 1, null)
                .then()
                .body("agentName", equalTo("support"))
                .body("continuesChannel", nullValue());

        sql.run("update sip_account_policy set policy = '{\"preset\":\"whatsapp-calling\"}' where sip_account_id = 1");

        Api.resolve("33939240575", 1, null)
                .then()
                .statusCode(200)
                .body("agentName", equalTo("Chat"))
                .body("continuesChannel", equalTo("whatsapp"));
    }

    @Test
    void theNumberOfAnotherBusinessIsNotReachedBySomebodyElsesTrunk() {
        sql.run("update workflows set account_id = '" + Api.BUSINESS + "'");
        Api.importBusiness(Api.OTHER_BUSINESS, Api.OTHER_KEY, "+33987654321");
        sql.run("delete from workflows where slug = 'support'");

        Api.resolve("+33987654321", 1, null).then().statusCode(200).body("accountId", equalTo(Api.BUSINESS));
        Api.resolve("+33987654321", null, null).then().statusCode(200).body("accountId", equalTo(Api.OTHER_BUSINESS));
        sql.run("delete from workflows");
        Api.resolve("+33987654321", 1, null).then().statusCode(404);
    }

    @Test
    void workflowsThatDoNotExistOrDoNotTalkAre404() {
        sql.run("update workflow_definitions set definition = '[]' where workflow_id = 2");

        Api.resolve("x", null, 99).then().statusCode(404);
        Api.resolve("x", null, 2).then().statusCode(404);
        Api.resolve("x", 99, null).then().statusCode(404);
    }

    @Test
    void explainSaysEachStepUpToWhereTheCallEnds() {
        explain("01 23 45 67 89", 2)
                .then()
                .statusCode(200)
                .body("steps.step", equalTo(List.of("sip-account", "number", "workflow", "agent", "ring-time")))
                .body("steps.ok", equalTo(List.of(true, true, true, true, true)))
                .body("steps[0].detail", containsString("Two (id 2)"))
                .body("steps[1].detail", equalTo("+33123456789 (region FR)"))
                .body("steps[2].detail", equalTo("sales (id 2)"))
                .body("steps[4].detail", containsString("300.00 s"));
        sql.run("update sip_account_policy set account_id = null where sip_account_id = 1;"
                + "update sip_accounts set label = 'Nobody' where id = 1");
        Api.importBusiness(Api.OTHER_BUSINESS, Api.OTHER_KEY, null);
        explain("x", 1).then().body("steps[0].detail", containsString("Nobody (id 1) belongs to no business"));
        explain("x", 99).then().statusCode(200).body("steps.ok", equalTo(List.of(false)));
        sql.run("delete from workflows");
        explain("x", 2)
                .then()
                .body("steps.step", equalTo(List.of("sip-account", "number", "workflow")))
                .body("steps[2].ok", equalTo(false));
        Api.service().body("{}").post("/internal/contacts/explain").then().statusCode(400);
    }

    private static Response explain(String called, int account) {
        return Api.service()
                .body(Map.of("channel", "voice", "called", called, "sipAccountId", account))
                .post("/internal/contacts/explain");
    }
}
