// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

import io.allo.sessionconfig.session.StubExecutor;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SIP accounts as operators write them, by SQL alone. Rows C26, C28, C31, C33, C34, C36, C37, C40, C50, C51. */
@QuarkusTest
@WithTestResource(StubExecutor.class)
class SipAccountSqlTest {
    private static final String SAMPLES = """
            INSERT INTO sip_accounts (label, trunk_uri, username, password, contact_host, contact_port, contact_transport, is_default, is_active)
            VALUES ('Compte principal', 'sip:principal@sip.provider.com', 'principal', 'motdepasse', '203.0.113.10', 5060, 'udp', true, true);
            INSERT INTO sip_accounts (label, trunk_uri, username, password, contact_host, contact_port, contact_transport, is_default, is_active)
            VALUES ('Compte de test', 'sip:test@sip.provider.com', 'test', 'test123', '203.0.113.10', 5061, 'tcp', false, true),
                   ('Client A', 'sips:a@tls.provider.com', 'a', 'aaa', NULL, NULL, 'tls', false, true);
            """;
    private static final String MIGRATION = """
            INSERT INTO sip_accounts (label, trunk_uri, username, password, contact_host, contact_port, contact_transport, is_default, is_active, created_at, updated_at)
            SELECT 'Compte migré', sip_trunk_uri, sip_trunk_username, sip_trunk_password, sip_contact_host, sip_contact_port,
                   sip_contact_transport, TRUE, TRUE, NOW(), NOW()
            FROM app_settings WHERE sip_trunk_uri IS NOT NULL LIMIT 1
            """;

    @Inject
    Sql sql;

    @BeforeEach
    void oneBusiness() {
        sql.empty();
        Api.importBusiness(Api.BUSINESS, Api.KEY, null);
    }

    @Test
    void theSampleInsertsRunAndTheGatewayGetsTheirTrunks() {
        sql.run(SAMPLES);

        Api.service()
                .get("/internal/trunks")
                .then()
                .statusCode(200)
                .body("trunks.label", equalTo(List.of("Compte principal", "Client A", "Compte de test")))
                .body("trunks.contactTransport", equalTo(List.of("udp", "tls", "tcp")))
                .body("trunks[0].accountId", equalTo(Api.BUSINESS))
                .body("trunks[0].password", equalTo("motdepasse"))
                .body("trunks[0].contactHost", equalTo("203.0.113.10"))
                .body("trunks[0].contactPort", equalTo(5060))
                .body("trunks[0].contactToken", matchesPattern("[0-9a-f]{32}"))
                .body("trunks[0].isDefault", equalTo(true))
                .body("trunks[0].policy.register", equalTo(true))
                .body("trunks[0].policy.region", equalTo("FR"))
                .body("trunks[0].policy.dialAllow", hasSize(0))
                .body("trunks[1].trunkUri", equalTo("sips:a@tls.provider.com"));
    }

    @Test
    void inactiveAccountsAndThoseOfNobodyAreNotUsed() {
        sql.run(SAMPLES);
        sql.run("UPDATE sip_accounts SET is_active = false WHERE label = 'Client A'");
        sql.run("update sip_account_policy set account_id = null where sip_account_id = 2");
        Api.importBusiness(Api.OTHER_BUSINESS, Api.OTHER_KEY, null);

        Api.service().get("/internal/trunks").then().body("trunks.label", equalTo(List.of("Compte principal")));
    }

    @Test
    void plainPasswordsAreEncryptedWithinFiveSecondsAndThatIsNoChangeOfTheTrunk() {
        sql.run("insert into app_settings (sip_trunk_uri, sip_trunk_password) values ('sip:a@b', 'oldsecret')");
        sql.run(SAMPLES);
        List<String> revisions = sql.texts("select revision from sip_account_policy order by 1");

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(
                                sql.texts(
                                        "select password from sip_accounts union all select sip_trunk_password from app_settings"))
                        .hasSize(4)
                        .allMatch(password ->
                                password.matches("[A-Za-z0-9+/]{16}:[A-Za-z0-9+/]{22}==:[A-Za-z0-9+/]+=*")));
        Api.service()
                .get("/internal/trunks")
                .then()
                .body("trunks.password", equalTo(List.of("motdepasse", "aaa", "test123")));
        assertThat(sql.texts("select revision from sip_account_policy order by 1"))
                .isEqualTo(revisions);
    }

    @Test
    void theMigrationOfTheGlobalSettingsRunsAndItsPasswordStaysReadable() {
        sql.run("insert into app_settings (sip_trunk_uri, sip_trunk_username, sip_trunk_password)"
                + " values ('sip.legacy.example', 'legacy', 'oldsecret')");
        await().atMost(Duration.ofSeconds(5))
                .until(() -> sql.texts("select sip_trunk_password from app_settings")
                        .getFirst()
                        .contains(":"));

        sql.run(MIGRATION);
        sql.run(MIGRATION);

        assertThat(sql.texts("select id from sip_accounts where is_default")).containsExactly("2");
        Api.service()
                .get("/internal/trunks")
                .then()
                .body("trunks.password", equalTo(List.of("oldsecret", "oldsecret")))
                .body("trunks[0].trunkUri", equalTo("sip:legacy@sip.legacy.example"))
                .body("trunks[0].contactTransport", equalTo("udp"));
    }

    @Test
    void theGlobalSettingsAreATrunkWhileNoAccountIsTheDefault() {
        sql.run("insert into app_settings (sip_trunk_uri, sip_trunk_password) values ('sip.legacy.example', 'x')");
        sql.run("insert into sip_accounts (label, trunk_uri) values ('Other', 'sip:o@example.com')");

        Api.service()
                .get("/internal/trunks")
                .then()
                .body("trunks.id", equalTo(List.of(0, 1)))
                .body("trunks[0].isDefault", equalTo(true))
                .body("trunks[0].trunkUri", equalTo("sip:default@sip.legacy.example"));

        sql.run("update sip_accounts set is_default = true");

        Api.service().get("/internal/trunks").then().body("trunks.id", equalTo(List.of(1)));
    }

    @Test
    void onlyTheLastDefaultRemainsWhateverTheStatement() {
        sql.run(SAMPLES);
        sql.run("update sip_accounts set is_default = true where id = 2");
        assertThat(defaults()).containsExactly("2");
        sql.run("update sip_accounts set is_default = (id = 3)");
        assertThat(defaults()).containsExactly("3");
        sql.run("update sip_accounts set is_default = true");
        assertThat(defaults()).hasSize(1);
        sql.run("insert into sip_accounts (label, trunk_uri, is_default) values ('x', 'x', true), ('y', 'y', true)");
        assertThat(defaults()).containsExactly("5");
    }

    @Test
    void concurrentDefaultsNeverLeaveTwoNorLockEachOtherOut() throws Exception {
        sql.run(SAMPLES);
        List<Future<?>> changes = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 60; i++) {
                int id = 1 + i % 3;
                changes.add(
                        threads.submit(() -> sql.run("update sip_accounts set is_default = true where id = " + id)));
            }
        }
        for (Future<?> change : changes) {
            change.get();
        }

        assertThat(defaults()).hasSize(1);
    }

    @Test
    void theTableRefusesPortsAndTransportsThatDoNotExist() {
        assertThatThrownBy(() ->
                        sql.run("insert into sip_accounts (label, trunk_uri, contact_port) values ('a', 'b', 65536)"))
                .hasMessageContaining("contact_port");
        assertThatThrownBy(() -> sql.run(
                        "insert into sip_accounts (label, trunk_uri, contact_transport) values ('a', 'b', 'ws')"))
                .hasMessageContaining("contact_transport");
        assertThat(
                        sql.texts(
                                "select column_name || ' ' || data_type || ' ' || is_nullable from information_schema.columns"
                                        + " where table_schema = 'config' and table_name = 'sip_accounts' order by ordinal_position"))
                .containsExactly(
                        "id integer NO",
                        "label character varying NO",
                        "trunk_uri text NO",
                        "username character varying YES",
                        "password character varying YES",
                        "contact_host character varying YES",
                        "contact_port integer YES",
                        "contact_transport character varying YES",
                        "is_default boolean NO",
                        "is_active boolean NO",
                        "created_at timestamp with time zone NO",
                        "updated_at timestamp with time zone NO");
    }

    private List<String> defaults() {
        return sql.texts("select id from sip_accounts where is_default");
    }
}
