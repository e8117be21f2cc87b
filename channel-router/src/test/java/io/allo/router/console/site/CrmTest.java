// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.allo.egress.EgressClient;
import io.allo.egress.EgressLimits;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row B71: what a CRM knows of a site, by REST with a mapping and by CSV. */
class CrmTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String DOCUMENT = """
            {"customer":{"name":"Pharmacie","contract":"Premium"},"cams":6,"assets":[{"label":"Caméra","qty":4,"type":"camera"},{"label":"NVR"}]}""";

    private record Settings(Optional<String> url, Optional<Path> csv, Map<String, String> fields)
            implements CrmConfig.Connection {
        /** Of two accounts, of which one has a CRM that is its own. */
        CrmConfig with(Settings neighbours) {
            return () -> Map.of("mine", this, "neighbour", neighbours);
        }

        @Override
        public Optional<String> token() {
            return Optional.of("secret");
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(5);
        }
    }

    @Test
    @DisplayName("B71: the fields are found where the mapping says; the token goes along")
    void rest() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            boolean known = exchange.getRequestURI().getPath().endsWith("/S 1");
            byte[] body = (known ? DOCUMENT : "{}").getBytes(UTF_8);
            int status = known ? 200 : exchange.getRequestURI().getPath().endsWith("/broken") ? 500 : 404;
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String origin = "127.0.0.1:" + server.getAddress().getPort();
        Vertx vertx = Vertx.vertx();
        try (EgressClient egress = new EgressClient(vertx, new EgressLimits(Set.of(origin), LIMIT, 100_000))) {
            Settings settings = new Settings(
                    Optional.of("http://" + origin + "/sites/{id}"),
                    Optional.empty(),
                    Map.of(
                            "client",
                            "/customer/name",
                            "subscription",
                            "/customer/contract",
                            "cameras",
                            "/cams",
                            "equipment",
                            "/assets",
                            "equipment.name",
                            "/label",
                            "equipment.quantity",
                            "/qty",
                            "equipment.kind",
                            "/type"));
            Settings neighbours =
                    new Settings(Optional.of("http://" + origin + "/neighbours/{id}"), Optional.empty(), Map.of());
            Crm crm = new CrmChoice().crm(settings.with(neighbours), egress);

            JsonObject site = crm.site("mine", "S 1").await().atMost(LIMIT).orElseThrow();

            assertThat(site.getString("client")).isEqualTo("Pharmacie");
            assertThat(site.getString("subscription")).isEqualTo("Premium");
            assertThat(site.getInteger("cameras")).isEqualTo(6);
            assertThat(site.getJsonArray("equipment").encode())
                    .isEqualTo(
                            "[{\"name\":\"Caméra\",\"quantity\":4,\"kind\":\"camera\"},{\"name\":\"NVR\",\"quantity\":1,\"kind\":\"other\"}]");
            assertThat(asked).containsExactly("/sites/S%201 Bearer secret");
            assertThat(crm.site("mine", "unknown").await().atMost(LIMIT)).isEmpty();
            assertThat(crm.site("another account", "S 1").await().atMost(LIMIT)).isEmpty();
            assertThat(crm.site("neighbour", "S2").await().atMost(LIMIT)).isEmpty();
            assertThat(asked).last().asString().startsWith("/neighbours/S2 ");
            assertThatThrownBy(() -> crm.site("mine", "broken").await().atMost(LIMIT))
                    .isInstanceOf(Crm.SilentException.class);
        } finally {
            server.stop(0);
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    @DisplayName("B71: a CSV export with a line for each thing")
    void csv(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("sites.csv");
        Files.writeString(file, """
                id,Kunde,cameras,equipment.name,equipment.quantity,equipment.kind
                S1,Pharmacie,6,Caméra dôme,4,camera
                S2,Garage,1,Caméra,1,camera
                S1,Pharmacie,6,"NVR, 8 voies",1,recorder
                """);
        Settings settings = new Settings(Optional.empty(), Optional.of(file), Map.of("client", "Kunde"));
        Vertx vertx = Vertx.vertx();
        try (EgressClient egress = new EgressClient(vertx, new EgressLimits(Set.of(), LIMIT, 100_000))) {
            Crm crm = new CrmChoice()
                    .crm(settings.with(new Settings(Optional.empty(), Optional.empty(), Map.of())), egress);

            JsonObject site = crm.site("mine", "S1").await().atMost(LIMIT).orElseThrow();

            assertThat(site.getString("client")).isEqualTo("Pharmacie");
            assertThat(site.getInteger("cameras")).isEqualTo(6);
            assertThat(site.getJsonArray("equipment")).hasSize(2);
            assertThat(site.getJsonArray("equipment").getJsonObject(1).getString("name"))
                    .isEqualTo("NVR, 8 voies");
            assertThat(crm.site("mine", "S3").await().atMost(LIMIT)).isEmpty();
            assertThat(crm.site("neighbour", "S1").await().atMost(LIMIT)).isEmpty();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
