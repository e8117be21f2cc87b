// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.events.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** The call events, or those of another topic, in the real broker from the first on. Not thread-safe. */
public final class CallEvents implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final ObjectMapper json = new ObjectMapper();
    private final KafkaConsumer<String, String> consumer;
    private final List<JsonNode> read = new ArrayList<>();

    public CallEvents(RunningAllo allo) {
        this(allo, Topics.CALL_EVENTS);
    }

    /** @param topic one of {@link Topics} */
    public CallEvents(RunningAllo allo, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", allo.connections().kafkaBootstrap()),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Those that fit, in the order of the broker, once there are so many. */
    public List<JsonNode> await(int atLeast, Predicate<JsonNode> wanted) {
        Awaitility.await("call events").pollInSameThread().atMost(SOON).until(() -> {
            consumer.poll(Duration.ofMillis(200)).forEach(this::keep);
            return read.stream().filter(wanted).count() >= atLeast;
        });
        return read.stream().filter(wanted).toList();
    }

    private void keep(ConsumerRecord<String, String> event) {
        try {
            read.add(json.readTree(event.value()));
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + event.value(), e);
        }
    }

    public static String nameOf(JsonNode event) {
        return event.path("name").asText();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
