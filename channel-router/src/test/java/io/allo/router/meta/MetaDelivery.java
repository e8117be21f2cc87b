// SPDX-License-Identifier: Apache-2.0
package io.allo.router.meta;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.testkit.provider.WhatsAppCloudServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** Meta's webhook deliveries of one person, signed. */
final class MetaDelivery {
    static final String CALLED = "+33939240860";
    private final String sender;

    /** @param sender without plus */
    MetaDelivery(String sender) {
        this.sender = sender;
    }

    void text(String words) {
        deliver("text", new JsonObject().put("body", words));
    }

    void location(double latitude, double longitude) {
        deliver("location", new JsonObject().put("latitude", latitude).put("longitude", longitude));
    }

    private void deliver(String type, JsonObject content) {
        JsonObject message = new JsonObject()
                .put("from", sender)
                .put("id", "wamid." + UUID.randomUUID())
                .put("timestamp", "1750857384")
                .put("type", type)
                .put(type, content);
        JsonObject value = new JsonObject()
                .put("messaging_product", "whatsapp")
                .put(
                        "metadata",
                        new JsonObject()
                                .put("display_phone_number", CALLED.substring(1))
                                .put("phone_number_id", WhatsAppCloudServer.PHONE_NUMBER_ID))
                .put("messages", new JsonArray().add(message));
        JsonObject change = new JsonObject().put("field", "messages").put("value", value);
        String body = new JsonObject()
                .put("object", "whatsapp_business_account")
                .put(
                        "entry",
                        new JsonArray()
                                .add(new JsonObject().put("id", "waba").put("changes", new JsonArray().add(change))))
                .encode();
        int status = given().contentType("application/json")
                .header("X-Hub-Signature-256", MetaSignature.sign(WhatsAppCloudServer.APP_SECRET, body.getBytes(UTF_8)))
                .body(body.getBytes(UTF_8))
                .post("/api/meta/webhook")
                .statusCode();
        assertThat(status).isEqualTo(200);
    }
}
