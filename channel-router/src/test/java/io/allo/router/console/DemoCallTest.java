// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.console.ConsoleSession.Call;
import io.allo.router.stubs.StubSessionConfig;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** A living call without any account: B61. */
@QuarkusTest
class DemoCallTest extends ConsoleWorld {
    @TestHTTPResource("/")
    URI base;

    @Inject
    DemoDialler dialler;

    @Inject
    SessionRepository sessions;

    @Test
    void aScriptedTechnicianRingsAnswersAndSpeaks() {
        SessionKey key = new SessionKey(StubSessionConfig.ACCOUNT, session);
        try (SocketClient page = SocketClient.page(base, session, KEY)) {
            page.send(new JsonObject().put("type", "audio").put("on", true));
            ConsoleSession called = sessions.open(key, ConsoleSession.Opening.NOTHING)
                    .chain(open -> dialler.place(open, "+33612345678"))
                    .chain(call -> sessions.called(key, call))
                    .await()
                    .atMost(LIMIT);
            dialler.placed(called);

            page.next("call", call -> call.getString("status").equals("ringing"));
            page.next("call", call -> call.getString("status").equals("in-progress"));
            page.next("level", level -> level.getDouble("level") > 0.01);
            JsonObject segment = page.next("segment").getJsonObject("segment");
            assertThat(segment.getString("text")).startsWith("Bonjour");
            assertThat(segment.getString("speaker_role")).isEqualTo("technician");
            assertThat(page.heard()).isGreaterThan(8_000);
            Call call = called.call();
            assertThat(call).isNotNull();
            dialler.hangUp(called, call.sid()).await().atMost(LIMIT);
        }
    }
}
