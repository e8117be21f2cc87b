// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static io.restassured.RestAssured.given;

import io.allo.contracts.account.AccountIdentity;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubToolExecutor;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** Two accounts with consoles, and what the first one knows. */
abstract class ConsoleWorld {
    static final Duration LIMIT = Duration.ofSeconds(20);
    static final String KEY = "account-key-of-the-console";
    static final String OTHERS = "other-account-of-the-console";
    static final String STRANGER = "33330000-0000-4000-8000-00000000c011";

    @Inject
    StubSessionConfig accounts;

    @Inject
    StubToolExecutor knowledge;

    String session;

    @BeforeEach
    void aSession() {
        accounts.reset();
        knowledge.reset();
        accounts.account(KEY, new AccountIdentity(StubSessionConfig.ACCOUNT, "Demo", "FR"));
        accounts.account(OTHERS, new AccountIdentity(STRANGER, "Stranger", "FR"));
        session = "session-" + UUID.randomUUID();
        knowledge.knows(
                StubSessionConfig.ACCOUNT,
                "",
                "caméra",
                List.of(passage("11111111-0000-4000-8000-000000000001", "Caméra hors ligne", 0.87)));
    }

    static Map<String, Object> passage(String document, String title, double confidence) {
        return Map.of(
                "documentId",
                document,
                "title",
                title,
                "source",
                "camera.md",
                "heading",
                title,
                "text",
                "Vérifiez l'alimentation PoE. (" + title + ")",
                "confidence",
                confidence);
    }

    ValidatableResponse post(String path, Map<String, ?> body) {
        return post(KEY, path, body);
    }

    static ValidatableResponse post(String key, String path, Map<String, ?> body) {
        return given().header("X-API-Key", key)
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    ValidatableResponse says(String text) {
        return says(session, text, Map.of());
    }

    ValidatableResponse says(String id, String text, Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("session_id", id);
        body.put("text", text);
        return post("/demo/send-demo-transcription", body);
    }

    ValidatableResponse suggestions(String query) {
        return given().header("X-API-Key", KEY)
                .get("/demo/get-session-suggestions?" + query)
                .then();
    }
}
