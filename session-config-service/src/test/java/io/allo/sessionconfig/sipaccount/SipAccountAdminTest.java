// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.allo.sessionconfig.session.StubExecutor;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Administration of SIP accounts. Rows C34, C36-C40, C50, C51. */
@QuarkusTest
@WithTestResource(StubExecutor.class)
class SipAccountAdminTest {
    private static final String PATH = "/api/admin/sip-accounts";

    @Inject
    Sql sql;

    @BeforeEach
    void oneBusiness() {
        sql.empty();
        Api.importBusiness(Api.BUSINESS, Api.KEY, null);
    }

    private static Response create(RequestSpecification caller, String json) {
        return caller.body(json.replace('\'', '"')).post(PATH);
    }

    private static Response patch(RequestSpecification caller, int id, String json) {
        return caller.body(json.replace('\'', '"')).patch(PATH + "/" + id);
    }

    @Test
    void anAccountIsCreatedReadChangedAndDeleted() {
        create(
                        Api.service(),
                        "{'label':'OVH','trunk_uri':'sip:0033@sip.ovh.fr','username':'0033','password':'p@ss',"
                                + "'contact_host':'203.0.113.1','contact_port':5070,'contact_transport':'TCP','is_default':true}")
                .then()
                .statusCode(201)
                .body("id", equalTo(1))
                .body("has_password", equalTo(true))
                .body("$", not(hasItems("password")))
                .body("contact_transport", equalTo("tcp"))
                .body("contact_port", equalTo(5070))
                .body("is_default", equalTo(true))
                .body("is_active", equalTo(true))
                .body("account_id", equalTo(Api.BUSINESS))
                .body("registration", nullValue())
                .body("policy.region", equalTo("FR"));
        assertThat(sql.texts("select password from sip_accounts").getFirst())
                .doesNotContain("p@ss")
                .contains("==:");
        patch(Api.service(), 1, "{'label':'OVH 2','contact_port':null,'is_active':false}")
                .then()
                .statusCode(200)
                .body("label", equalTo("OVH 2"))
                .body("username", equalTo("0033"))
                .body("has_password", equalTo(true))
                .body("contact_port", nullValue())
                .body("is_active", equalTo(false));
        patch(Api.service(), 1, "{'password':null}").then().body("has_password", equalTo(false));
        Api.service().get(PATH + "/1").then().statusCode(200).body("label", equalTo("OVH 2"));
        Api.service().delete(PATH + "/1").then().statusCode(204);
        Api.service().delete(PATH + "/1").then().statusCode(404);
        Api.service().get(PATH + "/1").then().statusCode(404).body("error", containsString("unknown"));
        patch(Api.service(), 1, "{}").then().statusCode(404);
        Api.service().get(PATH).then().statusCode(200).body("$", hasSize(0));
    }

    @Test
    void theDefaultMovesAndStandsFirst() {
        create(Api.service(), "{'label':'B','trunk_uri':'sip:b@p','is_default':true}")
                .then()
                .statusCode(201);
        create(Api.service(), "{'label':'A','trunk_uri':'sip:a@p'}").then().statusCode(201);
        create(Api.service(), "{'label':'C','trunk_uri':'sip:c@p','is_default':true}")
                .then()
                .statusCode(201);

        Api.service()
                .get(PATH)
                .then()
                .body("label", equalTo(List.of("C", "A", "B")))
                .body("is_default", equalTo(List.of(true, false, false)));
    }

    @Test
    void concurrentDefaultsEndWithOne() throws Exception {
        for (int i = 0; i < 4; i++) {
            create(Api.service(), "{'label':'L" + i + "','trunk_uri':'sip:b@p'}")
                    .then()
                    .statusCode(201);
        }
        List<Callable<Integer>> changes = Stream.iterate(0, i -> i + 1)
                .limit(24)
                .<Callable<Integer>>map(i -> () ->
                        patch(Api.service(), 1 + i % 4, "{'is_default':true}").statusCode())
                .toList();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var answer : threads.invokeAll(changes)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }

        assertThat(sql.texts("select id from sip_accounts where is_default")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'trunk_uri':'sip:a@b'}",
                "{'label':' ','trunk_uri':'sip:a@b'}",
                "{'label':'x'}",
                "{'label':'x','trunk_uri':'sip.example.com'}",
                "{'label':'x','trunk_uri':'sip:example.com'}",
                "{'label':'x','trunk_uri':'http://a@b'}",
                "{'label':'x','trunk_uri':'sip:a@b','contact_port':0}",
                "{'label':'x','trunk_uri':'sip:a@b','contact_port':65536}",
                "{'label':'x','trunk_uri':'sip:a@b','contact_port':'5060'}",
                "{'label':'x','trunk_uri':'sip:a@b','contact_transport':'ws'}",
                "{'label':'x','trunk_uri':'sip:a@b','is_default':'yes'}",
                "{'label':'x','trunk_uri':'sip:a@b','policy':{'dial_allow':['+33']}}",
                "{'label':'x','trunk_uri':'sip:a@b','policy':{'dialAllow':['+33 1']}}",
                "{'label':'x','trunk_uri':'sip:a@b','policy':{'sources':['example.com']}}",
                "{'label':'x','trunk_uri':'sip:a@b','policy':{'codecs':['G729']}}",
                "{'label':'x','trunk_uri':'sip:a@b','policy':{'srtp':'maybe'}}",
                "{'label':'x','trunk_uri':'sip:a@b','policy':{'transferMode':'maybe'}}",
                "{'label':'x','trunk_uri':'sip:a@b','policy':{'preset':'acme'}}",
                "{'label':'x','trunk_uri':'sip:a@b','policy':{'region':'XX'}}",
                "{'label':'x','trunk_uri':'sip:a@b','policy':{'codecs':null}}",
                "{'label':'x','trunk_uri':'sip:a@b','policy':{'fallbackAccountId':77}}",
                "{'label':'x','trunk_uri':'sip:a@b','account_id':'99990000-0000-4000-8000-000000000009'}"
            })
    void unfitInputIs422AndNothingIsStored(String body) {
        create(Api.service(), body)
                .then()
                .statusCode(422)
                .body("status", equalTo(422))
                .body("errors[0].field", not(nullValue()))
                .body("error", not(nullValue()));
        assertThat(sql.texts("select id from sip_accounts")).isEmpty();
    }

    @Test
    void everyFaultIsNamedAndBrokenJsonIs400() {
        create(Api.service(), "{'label':'','trunk_uri':'x','contact_port':-1}")
                .then()
                .statusCode(422)
                .body("errors.field", equalTo(List.of("label", "trunk_uri", "contact_port")));
        create(Api.service(), "{broken").then().statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ovh", "twilio", "sipgate", "pbx", "whatsapp-calling"})
    void aPresetFillsThePolicyAndWhatIsGivenComesOverIt(String preset) {
        create(
                        Api.service(),
                        "{'label':'x','trunk_uri':'sip:a@b','policy':{'preset':'" + preset
                                + "','dialAllow':['+33','100','sip:desk@pbx'],'maxConcurrentCalls':7}}")
                .then()
                .statusCode(201)
                .body("policy.preset", equalTo(preset))
                .body("policy.maxConcurrentCalls", equalTo(7))
                .body(
                        "policy.register",
                        equalTo(!List.of("twilio", "whatsapp-calling").contains(preset)));
        patch(Api.service(), 1, "{'policy':{'maxConcurrentCalls':9}}")
                .then()
                .statusCode(200)
                .body("policy.preset", equalTo(preset))
                .body("policy.dialAllow", equalTo(List.of("+33", "100", "sip:desk@pbx")))
                .body("policy.maxConcurrentCalls", equalTo(9));
    }

    @Test
    void whatsAppCallingIsEncryptedOpusWithDigest() {
        create(
                        Api.service(),
                        "{'label':'WA','trunk_uri':'sip:33939240575@wa.meta.vc','contact_transport':'tls',"
                                + "'policy':{'preset':'whatsapp-calling'}}")
                .then()
                .body("policy.srtp", equalTo("required"))
                .body("policy.codecs", equalTo(List.of("opus")))
                .body("policy.inboundAuth", equalTo("digest"))
                .body("policy.sendRefer", equalTo(false));
    }

    @Test
    void aBusinessSeesAndChangesItsOwnAccountsOnly() {
        Api.importBusiness(Api.OTHER_BUSINESS, Api.OTHER_KEY, null);
        create(Api.business(Api.KEY), "{'label':'Mine','trunk_uri':'sip:m@p','is_default':true}")
                .then()
                .statusCode(201)
                .body("account_id", equalTo(Api.BUSINESS));
        RequestSpecification acting = Api.service().header("X-Allo-Account", Api.OTHER_BUSINESS);

        for (RequestSpecification other : List.of(Api.business(Api.OTHER_KEY), acting)) {
            other.get(PATH).then().statusCode(200).body("$", hasSize(0));
            other.get(PATH + "/1").then().statusCode(404);
            patch(other, 1, "{'label':'taken'}").then().statusCode(404);
            other.delete(PATH + "/1").then().statusCode(404);
            other.get(PATH + "/availability").then().body("$", hasSize(0));
            create(other, "{'label':'x','trunk_uri':'sip:x@p','is_default':true}")
                    .then()
                    .statusCode(409);
            create(other, "{'label':'x','trunk_uri':'sip:x@p','account_id':'" + Api.BUSINESS + "'}")
                    .then()
                    .statusCode(422);
        }
        create(Api.business(Api.OTHER_KEY), "{'label':'Theirs','trunk_uri':'sip:t@p','policy':{'fallbackAccountId':1}}")
                .then()
                .statusCode(422);
        patch(Api.business(Api.KEY), 1, "{'account_id':'" + Api.OTHER_BUSINESS + "'}")
                .then()
                .statusCode(422);
        io.restassured.RestAssured.given().get(PATH).then().statusCode(401);
        Api.business("a-key-that-nobody-has").get(PATH).then().statusCode(401);
    }

    @Test
    void amongSeveralBusinessesAnAdministratorSaysWhose() {
        Api.importBusiness(Api.OTHER_BUSINESS, Api.OTHER_KEY, null);
        create(Api.service(), "{'label':'x','trunk_uri':'sip:x@p'}")
                .then()
                .statusCode(201)
                .body("account_id", nullValue());
        Api.service().get("/internal/trunks").then().body("trunks", hasSize(0));

        patch(Api.service(), 1, "{'account_id':'" + Api.OTHER_BUSINESS + "'}")
                .then()
                .statusCode(200)
                .body("account_id", equalTo(Api.OTHER_BUSINESS));

        Api.service().get("/internal/trunks").then().body("trunks.accountId", equalTo(List.of(Api.OTHER_BUSINESS)));
    }

    @Test
    void availabilityTellsWhichWorkflowHasAnAccount() {
        create(Api.service(), "{'label':'A','trunk_uri':'sip:a@p'}");
        create(Api.service(), "{'label':'B','trunk_uri':'sip:b@p'}");
        create(Api.service(), "{'label':'C','trunk_uri':'sip:c@p','is_active':false}");
        sql.run("insert into workflows (slug) values ('w');"
                + "insert into workflow_definitions (workflow_id, sip_account_id) values (1, 1)");

        Api.service()
                .get(PATH + "/availability")
                .then()
                .statusCode(200)
                .body("label", equalTo(List.of("A", "B", "C")))
                .body("is_available", equalTo(List.of(false, true, false)))
                .body("[0].assigned_workflow_id", equalTo(1))
                .body("[0].assigned_workflow_slug", equalTo("w"))
                .body("[1].assigned_workflow_id", nullValue());
        Api.service()
                .get(PATH + "/availability?workflow_id=1")
                .then()
                .body("is_available", equalTo(List.of(true, true, false)));
    }

    @Test
    void theGlobalSettingsMigrateOnce() {
        Api.service().post(PATH + "/migrate-from-global").then().statusCode(404);
        sql.run("insert into app_settings (sip_trunk_uri, sip_trunk_username, sip_trunk_password, sip_contact_port)"
                + " values ('sip.legacy.example', 'legacy', 'secret', 5062)");

        Api.service()
                .post(PATH + "/migrate-from-global")
                .then()
                .statusCode(201)
                .body("trunk_uri", equalTo("sip:legacy@sip.legacy.example"))
                .body("is_default", equalTo(true))
                .body("has_password", equalTo(true))
                .body("contact_port", equalTo(5062));
        Api.service().post(PATH + "/migrate-from-global").then().statusCode(409);
        Api.service()
                .get("/internal/trunks")
                .then()
                .body("trunks.id", equalTo(List.of(1)))
                .body("trunks.password", equalTo(List.of("secret")));
    }

    @Test
    void aDefaultIsReadBackByItsGatewaysWithEveryPolicyMember() {
        create(
                Api.service(),
                "{'label':'T','trunk_uri':'sips:t@p','policy':{'preset':'twilio','maxNewCallsPerSecond':3}}");

        Map<String, Object> policy =
                Api.service().get("/internal/trunks").jsonPath().getMap("trunks[0].policy");

        assertThat(policy).hasSize(23).containsEntry("maxNewCallsPerSecond", 3).containsEntry("register", false);
    }
}
