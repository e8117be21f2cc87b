// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.hasSize;

import io.allo.sessionconfig.sipaccount.Api;
import io.allo.sessionconfig.sipaccount.Sql;
import io.allo.sessionconfig.user.People;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The import of an account, as the launcher and other provisioning use it. */
@QuarkusTest
class SeedTest {
    @Inject
    Sql sql;

    /** Rows A39, A113 and A114: the document twice changes nothing, and a password that was changed stays. */
    @Test
    void seedingTwiceChangesNothing() {
        String id = UUID.randomUUID().toString();
        String agent = UUID.randomUUID().toString();
        String email = "seed-" + id + "@example.com";
        Map<String, Object> document = seed(id, agent, email);

        Api.service().body(document).put("/internal/accounts/" + id).then().statusCode(200);
        Api.business("seed-key-" + id)
                .get("/api/agents/" + agent + "/tools")
                .then()
                .body("$", hasSize(12))
                .body("findAll { it.type == 'http_api' }", hasSize(10))
                .body("findAll { it.type == 'built_in' }.name", containsInAnyOrder("transfer_call", "end_call"));
        List<String> before = snapshot(id);
        String token = People.login(email, People.PASSWORD)
                .then()
                .statusCode(200)
                .extract()
                .path("accessToken");
        People.bearer(token)
                .body(Map.of("current", People.PASSWORD, "password", "another horse 8"))
                .put("/api/me/password")
                .then()
                .statusCode(204);
        Api.service().body(document).put("/internal/accounts/" + id).then().statusCode(200);

        assertThat(snapshot(id)).isEqualTo(before);
        People.login(email, "another horse 8").then().statusCode(200);
    }

    private List<String> snapshot(String id) {
        return sql.texts("select row(a.id, a.name)::text from accounts a where id = '" + id + "'"
                + " union all select row(id, name, config, external_session_url)::text from agents where account_id = '"
                + id + "'"
                + " union all select row(t.id, t.name, t.document)::text from tool_configs t join agents g on g.id = t.agent_id where g.account_id = '"
                + id + "'"
                + " union all select row(key_hash, label, is_active)::text from account_keys where account_id = '" + id
                + "'"
                + " union all select row(id, email, role)::text from users where account_id = '" + id + "' order by 1");
    }

    private static Map<String, Object> seed(String id, String agent, String email) {
        Map<String, Object> seededAgent = new HashMap<>(Map.of(
                "id",
                agent,
                "name",
                "A",
                "model",
                "built-in",
                "voice",
                "sage",
                "languages",
                List.of("fr"),
                "ringTimeoutSeconds",
                1.5,
                "maxCallDurationSec",
                600,
                "externalSessionUrl",
                "http://localhost:4000/api/ai",
                "config",
                Map.of("restaurantId", UUID.randomUUID().toString())));
        return Map.of(
                "name", "Seed",
                "region", "FR",
                "keys", List.of(Map.of("label", "k", "key", "seed-key-" + id)),
                "agents", List.of(seededAgent),
                "users",
                        List.of(Map.of("email", email, "name", "Owner", "role", "owner", "password", People.PASSWORD)));
    }
}
