// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import io.allo.sessionconfig.sipaccount.Api;
import io.allo.sessionconfig.user.People;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** An account with one of everything, each of which carries {@link #MARK}. */
final class Victim {
    /** Stands in every name that another account must not see. */
    static final String MARK = "Viktoria";

    final String account = UUID.randomUUID().toString();
    final String restaurant = UUID.randomUUID().toString();
    final String agent;
    final String tool;
    final String line;
    final String customer;
    final String user;
    final String key;
    final int sipAccount;
    final int workflow;

    Victim() {
        importAccount();
        agent = created(
                "/api/agents",
                Map.of("name", MARK, "accountId", account, "config", Map.of("restaurantId", restaurant)));
        tool = created(
                "/api/agents/" + agent + "/tools",
                Map.of("name", "t_" + MARK, "description", MARK, "parameters", Map.of("type", "object")));
        line = created(
                "/api/agents/" + agent + "/phone-lines",
                Map.of(
                        "phoneNumber",
                        number(),
                        "sipUsername",
                        MARK,
                        "sipDomain",
                        "sip.example.org",
                        "sipPassword",
                        MARK));
        customer = created("/api/final-customers", Map.of("name", MARK, "accountId", account));
        user = created(
                "/api/users",
                Map.of(
                        "email",
                        "v" + account + "@example.com",
                        "name",
                        MARK,
                        "role",
                        "staff",
                        "password",
                        People.PASSWORD,
                        "accountId",
                        account));
        key = created("/api/account-keys", Map.of("label", MARK, "accountId", account));
        sipAccount = Api.service()
                .body(Map.of("label", MARK, "trunk_uri", "sip:u@trunk.example.org", "account_id", account))
                .post("/api/admin/sip-accounts")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        workflow = Api.service()
                .header("X-Allo-Account", account)
                .body(Map.of("slug", "w-" + MARK + "-" + account, "definition", List.of(Map.of("kind", "agent"))))
                .post("/api/workflows")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    static String number() {
        return "+3393925" + ThreadLocalRandom.current().nextInt(10_000, 99_999);
    }

    private void importAccount() {
        Map<String, Object> body = new HashMap<>(Map.of("name", MARK, "region", "FR"));
        Api.service().body(body).put("/internal/accounts/" + account).then().statusCode(200);
    }

    private static String created(String path, Map<String, Object> body) {
        return Api.service()
                .body(body)
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** A path with this account's ids in the place of its parameters. */
    String path(String template) {
        String filled = template.contains("/tools/") ? template.replace("{id}", tool) : template;
        filled = filled.contains("/phone-lines/") ? filled.replace("{id}", line) : filled;
        for (Map.Entry<String, String> root : Map.of(
                        "/api/accounts/", account,
                        "/api/agents/", agent,
                        "/api/final-customers/", customer,
                        "/api/users/", user,
                        "/api/account-keys/", key,
                        "/api/admin/sip-accounts/", Integer.toString(sipAccount),
                        "/api/workflows/", Integer.toString(workflow))
                .entrySet()) {
            filled = filled.startsWith(root.getKey()) ? filled.replace("{id}", root.getValue()) : filled;
        }
        return filled.replace("{agentId}", agent);
    }
}
