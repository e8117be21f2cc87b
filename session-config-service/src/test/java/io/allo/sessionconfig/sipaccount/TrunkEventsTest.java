// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.allo.sessionconfig.session.StubExecutor;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes reach the gateways, and their news comes back. Row C43. */
@QuarkusTest
@WithTestResource(StubExecutor.class)
class TrunkEventsTest {
    private static final String PATH = "/api/admin/sip-accounts";

    @Inject
    Sql sql;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @ConfigProperty(name = "allo.topic-prefix")
    String prefix;

    @BeforeEach
    void oneAccount() {
        sql.empty();
        Api.importBusiness(Api.BUSINESS, Api.KEY, null);
    }

    @Test
    void everyChangeIsAnnouncedWhoeverMadeIt() {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition(prefix + "trunk-events", 0);
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            consumer.position(partition);

            Api.service()
                    .body("{\"label\":\"A\",\"trunk_uri\":\"sip:a@p\"}")
                    .post(PATH)
                    .then()
                    .statusCode(201);
            sql.run("update sip_accounts set is_active = false");
            sql.run("update app_settings set sip_trunk_uri = 'sip:x@y'");
            sql.run("insert into app_settings (sip_trunk_uri) values ('sip:l@p')");
            sql.run("delete from sip_accounts");

            List<String> keys = new ArrayList<>();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    assertThat(record.value()).contains("\"name\":\"TrunkChanged\"", "\"revision\":");
                    assertThat(new String(
                                    record.headers().lastHeader("ce_type").value(),
                                    java.nio.charset.StandardCharsets.UTF_8))
                            .isEqualTo("io.allo.TrunkChanged.v1");
                    keys.add(record.key());
                }
                assertThat(keys).contains("0").filteredOn("1"::equals).hasSizeGreaterThanOrEqualTo(3);
            });
        }
        await().atMost(Duration.ofSeconds(5))
                .until(() -> sql.texts("select id from trunk_outbox").isEmpty());
    }

    @Test
    void theLastStateOfARegistrationIsShownAndOlderOrForeignNewsIsNot() {
        sql.run("insert into sip_accounts (label, trunk_uri) values ('A', 'sip:a@p')");
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrap),
                new StringSerializer(),
                new StringSerializer())) {
            send(producer, "not json");
            send(producer, state(1, "registered", "gw-1", "2026-01-01T10:00:10Z", 200));
            send(producer, state(1, "registered", "gw-1", "2026-01-01T10:00:10Z", 200));
            send(producer, state(1, "registering", "gw-1", "2026-01-01T10:00:00Z", 401));
            send(producer, state(1, "registered", "gw-2", "2026-01-01T10:00:20Z", 200));
            send(producer, state(1, "unregistered", "gw-1", "2026-01-01T10:00:30Z", 200));
            send(producer, state(99, "registered", "gw-1", "2026-01-01T10:00:40Z", 200));

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> Api.service()
                            .get(PATH + "/1")
                            .then()
                            .body("registration.gateway", equalTo("gw-2"))
                            .body("registration.state", equalTo("registered"))
                            .body("registration.status", equalTo(200))
                            .body("registration.since", equalTo("2026-01-01T10:00:10Z")));

            send(producer, state(1, "rejected", "gw-2", "2026-01-01T10:01:00Z", 403));
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> Api.service()
                            .get(PATH)
                            .then()
                            .body("[0].registration.state", equalTo("rejected"))
                            .body("[0].registration.since", equalTo("2026-01-01T10:01:00Z")));
        }
        assertThat(sql.texts("select sip_account_id from sip_account_registrations"))
                .containsExactly("1");
        sql.run("delete from sip_accounts");
        assertThat(sql.texts("select 1 from sip_account_registrations")).isEmpty();
        Api.service().get(PATH).then().body("[0]", nullValue());
    }

    private void send(KafkaProducer<String, String> producer, String text) {
        producer.send(new ProducerRecord<>(prefix + "trunk-events", "1", text));
        producer.flush();
    }

    private static String state(int account, String state, String gateway, String at, int status) {
        return "{\"name\":\"TrunkStateChanged\",\"eventId\":\"e-" + at + "\",\"occurredAt\":\"" + at
                + "\",\"sipAccountId\":"
                + account + ",\"state\":\"" + state + "\",\"gateway\":\"" + gateway + "\",\"status\":" + status
                + ",\"detail\":null}";
    }
}
