// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.routing;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who answers a call by a SIP account, and by which account a workflow calls. Rows C29-C33, C35, C36, C44, C45, C49. */
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

    /** C30, C32: without an account of its own the default, without a default the first that is active. C35: the log says it. */
    @Test
    void theAccountThatWasChosenIsLoggedWithSlugLabelAndId() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler listener = new ExtHandler() {
            @Override
            protected void doPublish(ExtLogRecord line) {
                lines.add(line.getFormattedMessage());
            }
        };
        Logger log = Logger.getLogger(WorkflowRouter.class.getName());
        log.addHandler(listener);
        try {
            Api.resolve("x", null, 1).then().statusCode(200);
            assertThat(lines).containsExactly("workflow support uses sip account One id=1");

            Api.resolve("x", null, 3).then().statusCode(200);
            assertThat(lines).last().isEqualTo("workflow general uses sip account One id=1");
            sql.run("update sip_accounts set is_default = true where id = 2");
            Api.resolve("x", null, 3).then().statusCode(200);
            assertThat(lines).last().isEqualTo("workflow general uses sip account Two id=2");
            sql.run("update sip_accounts set is_active = false");
            Api.resolve("x", null, 3).then().statusCode(200);
            assertThat(lines).last().isEqualTo("workflow general uses sip account none id=none");
        } finally {
            log.removeHandler(listener);
        }
    }

    /** C23-C25: the agent's way to hand people over, else that of the SIP account by which they came. */
    @Test
    void theSipAccountSaysHowPeopleAreHandedOverUnlessTheirAgentDoes() {
        Api.resolve("one", 1, null).then().body("transferMode", nullValue());

        sql.run("update sip_account_policy set policy = '{\"transferMode\":\"bridge\"}' where sip_account_id = 1");
        Api.resolve("one", 1, null).then().body("transferMode", equalTo("bridge"));
        Api.resolve("two", 2, null).then().body("transferMode", nullValue());
        Api.resolve("x", null, 1).then().body("transferMode", equalTo("bridge"));

        sql.run("update workflow_definitions set definition = '[{\"kind\":\"voice-agent\",\"parameters\":"
                + "{\"transfer_mode\":\"supervised\"}}]' where workflow_id = 1");
        Api.resolve("one", 1, null).then().body("transferMode", equalTo("supervised"));
    }

    /** C.1's older mode: only where no workflow answers the SIP account. */
    @ParameterizedTest
    @CsvSource({
        "+33123456789, sales, 'I am sales', gpt-realtime",
        "01 23 45 67 89, sales, 'I am sales', gpt-realtime",
        "+33199999999, support, 'Hello Lyon', gpt-realtime",
        "+33812345678, sales, 'I am sales', gpt-5-voice",
        "+4930123456, general, 'I am general', gpt-realtime",
        "reception, general, 'I am general', gpt-realtime"
    })
    void theStartBlocksRoutesDecideWhereNoWorkflowAnswersTheAccount(
            String called, String agent, String prompt, String model) {
        routes();

        Api.resolve(called, 3, null)
                .then()
                .statusCode(200)
                .body("agentName", equalTo(agent))
                .body("basePrompt", equalTo(prompt))
                .body("model", equalTo(model))
                .body("sipAccountId", equalTo(3));
        Api.resolve(called, 1, null).then().body("agentName", equalTo("support"));
    }

    @Test
    void withoutADefaultRouteAStrangeNumberBelongsToNobody() {
        routes();
        sql.run(
                "update workflow_definitions set definition = definition #- '{0,telephony,fallback}' where workflow_id = 3");

        Api.resolve("+4930123456", 3, null).then().statusCode(404);
        Api.resolve("+33123456789", 3, null).then().statusCode(200);
    }

    /** Account 3 is answered by no workflow: the one without an account belongs to the default, account 1. */
    private void routes() {
        sql.run("insert into sip_accounts (label, trunk_uri) values ('Third', 'sip:third@p');"
                + "update sip_accounts set is_default = true where id = 1;"
                + "update workflow_definitions set definition = jsonb_set(definition, '{0,telephony}', '"
                + """
                {"routes": [
                   {"label": "gone", "phone_number": "+33123456789", "workflow": {"slug": "gone"}},
                   {"label": "later", "phone_number": "+33123456789", "workflow": {"id": 1}, "priority": 7},
                   {"label": "first", "phone_numbers": ["0033 1 23 45 67 89"], "workflow": {"slug": "sales"}, "priority": 2},
                   {"prefix": "+33", "workflow": {"slug": "sales"}, "overrides": {"model": "gpt-5-voice"}},
                   {"prefixes": ["+331"], "workflow": {"slug": "support"},
                    "overrides": {"instructions": "Hello {{city}}", "prompt_variables": {"city": "Lyon"}}}],
                 "fallback": {}}"""
                + "') where workflow_id = 3");
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
