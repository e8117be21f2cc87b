// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.outage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RouterReplica;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two packaged routers on one PostgreSQL and Redis, and many people who write to both by Twilio and Meta while one of them is killed, one
 * stands still for longer than its lease, and the servers go away. Each accepted message is answered once, in order, and no tool runs twice.
 */
@ExtendWith(AlloStack.class)
class TwoRoutersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int PEOPLE = 30;
    private static final int MESSAGES = 8;

    @Test
    @DisplayName(
            "E34, E49: 480 messages of 60 people to two routers, one killed in the middle, the other later; servers go away")
    void killed(RunningAllo allo) throws Exception {
        try (Crowd crowd = new Crowd()) {
            withTwoRouters(allo, crowd, (one, other) -> {
                CompletableFuture<Void> all = writing(crowd, 0, 2);
                await(() -> taken(crowd, 0) > PEOPLE * MESSAGES / 2);
                other.kill();
                await(() -> taken(crowd, 0) > PEOPLE * MESSAGES);
                other.startAgain();
                all.join();
                eachIsAnsweredOnce(crowd, 0);
                other.awaitReady();

                CompletableFuture<Void> more =
                        writing(crowd, 1, 1); // by Meta: to Twilio an apology is said while nothing can be kept
                await(() -> taken(crowd, 1) > PEOPLE / 2);
                allo.relays().postgres().cut();
                one.kill();
                one.startAgain();
                int refused = crowd.refused();
                await(() -> crowd.refused() > refused + PEOPLE / 2); // the outage is felt
                allo.relays().postgres().restore();
                await(() -> taken(crowd, 1) > PEOPLE);
                allo.relays().redis().cut();
                int before = taken(crowd, 1);
                await(() -> taken(crowd, 1) > before + PEOPLE / 2); // kept without Redis, and not answered yet
                allo.relays().redis().restore();
                more.join();
                eachIsAnsweredOnce(crowd, 1);
                assertThat(notesOf(allo, crowd)).doesNotHaveDuplicates().hasSizeGreaterThan(PEOPLE);
                assertThat(crowd.violations()).isEmpty();
            });
        }
    }

    @Test
    @DisplayName(
            "E49: a router that stood still for longer than its lease writes nothing, calls no tool and sends nothing")
    void stopped(RunningAllo allo) throws Exception {
        try (Crowd crowd = new Crowd()) {
            withTwoRouters(allo, crowd, (one, other) -> {
                List<String> people =
                        IntStream.range(10, 30).mapToObj(n -> "+336120006" + n).toList();
                crowd.writeTo(List.of(other));
                people.forEach(person -> crowd.writeByMeta(person, 0, "bonjour")); // their conversations stand
                people.forEach(person -> awaitAnswers(crowd, person, List.of(0)));

                for (int i = 0; i < people.size(); i++) { // the stop meets each in another part of its turn
                    int asked = crowd.asked();
                    crowd.thinkFor(Duration.ofMillis(200L * (i + 1)));
                    crowd.writeByMeta(people.get(i), 100 + i, "note");
                    await(() -> crowd.asked() > asked);
                }
                await(() -> crowd.readByMeta(people.getFirst()).size() == 2);
                other.pause();
                crowd.thinkFor(Duration.ofMillis(30));
                for (int i = 0; i < people.size(); i++) {
                    awaitAnswers(crowd, people.get(i), List.of(0, 100 + i));
                }
                other.goOn();

                Awaitility.await("nothing more comes")
                        .during(Duration.ofSeconds(8))
                        .atMost(Duration.ofSeconds(12))
                        .until(() -> people.stream()
                                .allMatch(person -> crowd.readByMeta(person).size() == 2));
                assertThat(notesOf(allo, crowd)).hasSize(people.size()).doesNotHaveDuplicates();
                // It has lost nothing for good: the next message is its own again. Who answers is open: to a router
                // that stood still
                // the model looks silent, and it lets it rest.
                crowd.writeByMeta(people.getFirst(), 200, "encore");
                await(() -> crowd.readByMeta(people.getFirst()).size() == 3);
                assertThat(crowd.violations()).isEmpty();
            });
        }
    }

    private interface Story {
        void tell(RouterReplica one, RouterReplica other) throws Exception;
    }

    /** Without the stack's own router, which knows no provider and would take their messages over. */
    private static void withTwoRouters(RunningAllo allo, Crowd crowd, Story story) throws Exception {
        allo.loadAccount(TwoRoutersIT::withChatAgent);
        allo.stop(AlloService.CHANNEL_ROUTER);
        try (RouterReplica one = RouterReplica.start(allo, "router-one", crowd.variables());
                RouterReplica other = RouterReplica.start(allo, "router-other", crowd.variables())) {
            one.awaitReady();
            other.awaitReady();
            crowd.writeTo(List.of(one, other));
            story.tell(one, other);
        } finally {
            allo.relays().postgres().restore();
            allo.relays().redis().restore();
            allo.startAgain(AlloService.CHANNEL_ROUTER);
            allo.loadAccount(UnaryOperator.identity());
        }
    }

    private static Stream<String> people(int group) {
        return IntStream.range(0, 2 * PEOPLE).mapToObj(n -> person(group, n));
    }

    private static String person(int group, int number) {
        return "+336120%02d%03d".formatted(57 + group, number);
    }

    /** Each person writes one message after the other: by Meta without waiting for the answer, by Twilio with the answer in the response. */
    private static CompletableFuture<Void> writing(Crowd crowd, int group, int providers) {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        List<CompletableFuture<Void>> all = IntStream.range(0, 2 * PEOPLE)
                .mapToObj(n -> CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < MESSAGES; i++) {
                                String words = i % 3 == 1 ? "note" : "bonjour";
                                int number = n * 100 + i;
                                if (n % providers == 0) {
                                    crowd.writeByMeta(person(group, n), number, words);
                                } else {
                                    crowd.writeByTwilio(person(group, n), number, words);
                                }
                            }
                        },
                        threads))
                .toList();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .whenComplete((done, e) -> threads.shutdown());
    }

    private static int taken(Crowd crowd, int group) {
        return people(group).mapToInt(crowd::sentBy).sum();
    }

    private static void eachIsAnsweredOnce(Crowd crowd, int group) {
        for (int n = 0; n < 2 * PEOPLE; n++) {
            int first = n * 100;
            awaitAnswers(
                    crowd,
                    person(group, n),
                    IntStream.range(first, first + MESSAGES).boxed().toList());
        }
    }

    private static void awaitAnswers(Crowd crowd, String person, List<Integer> numbers) {
        Awaitility.await("the answers to " + person)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    List<Integer> answered = crowd.answered(person);
                    // Twilio's answers come two ways; which of them was read first is not known here.
                    assertThat(answered).containsExactlyInAnyOrderElementsOf(numbers);
                    if (!crowd.readByMeta(person).isEmpty()) {
                        assertThat(answered).isSorted();
                    }
                });
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(condition);
    }

    /** What was left with the restaurant, as its numbers. */
    private static List<String> notesOf(RunningAllo allo, Crowd crowd) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:" + allo.connections().postgresUrl(),
                        "allo_business",
                        allo.connections().postgresPassword());
                PreparedStatement query = connection.prepareStatement(
                        "select regexp_split_to_table(substring(content from 10), ' ') || caller_phone from business.messages "
                                + "where content like ?")) {
            query.setString(1, crowd.name() + " %");
            try (ResultSet rows = query.executeQuery()) {
                List<String> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
                return found;
            }
        }
    }

    /** The demo's agent once more, by a language model and at a number of its own. */
    private static String withChatAgent(String account) {
        try {
            ObjectMapper json = new ObjectMapper();
            ObjectNode demo = (ObjectNode) json.readTree(account);
            ObjectNode agent = demo.withArray("agents").get(0).deepCopy();
            agent.put("id", "22220000-0000-4000-8000-000000000095");
            agent.put("name", "Pizzeria Allô, à deux");
            agent.put("model", Crowd.MODEL);
            agent.putArray("addresses").addObject().put("channel", "whatsapp").put("address", Crowd.CALLED);
            demo.withArray("agents").add(agent);
            return json.writeValueAsString(demo);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
