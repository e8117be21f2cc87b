// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the model is told when the endpoint or the database does not answer; no server needed. */
class ToolExecutorTest {
    private static final Map<String, Object> ORDER = Map.of(
            "order_type", "pickup", "items", List.of(Map.of("id", 1, "quantity", 1, "unit_price", 5)), "total", 5);

    private final ObjectMapper mapper = new ObjectMapper();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> retried = new ArrayList<>();
    private final List<String> stored = new ArrayList<>();
    private final List<ToolExecutionResponse> answers = new ArrayList<>();
    private Uni<Reply> reply = Uni.createFrom().failure(new IllegalStateException("connection reset"));
    private Uni<Void> keeping = Uni.createFrom().voidItem();
    private Uni<Integer> epoch = Uni.createFrom().item(1);

    private final ToolExecutor executor = new ToolExecutor(
            new Known(),
            new Calls(),
            new Requests(),
            new Retry(),
            new ExecutionMetrics(meters),
            new Limits(Optional.empty(), Duration.ofSeconds(1)),
            mapper);

    @Test
    @DisplayName("A54: an endpoint that does not answer is a result in the tool's own shape, and nothing is remembered")
    void failuresAreResults() {
        assertThat(run("confirm_order", ORDER).result())
                .containsEntry("success", false)
                .containsKey("error");
        assertThat(run("check_availability", Map.of("mode", "pickup")).result())
                .containsEntry("available", false)
                .containsKey("error");
        assertThat(run("check_order_status", Map.of("customer_phone", "+33612345678"))
                        .result())
                .containsEntry("found", false)
                .containsEntry("orders", List.of())
                .containsKey("error");
        assertThat(stored).isEmpty();
        assertThat(meters.counter("allo.tool.executions", "tool", "confirm_order", "outcome", "failed")
                        .count())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("A54: a failed note is told as done and tried again later")
    void failedNotesAreRetried() {
        // When
        ToolExecutionResponse answer = run("leave_message", Map.of("content", "Bonjour", "category", "other"));

        // Then
        assertThat(answer.result()).containsEntry("success", true).containsKey("message");
        assertThat(retried).containsExactly("leave_message");
        assertThat(stored).isEmpty();
    }

    @Test
    void aDatabaseThatIsAwayIsAResultToo() {
        // Given
        epoch = Uni.createFrom().failure(new IllegalStateException("no connection"));

        // Then
        assertThat(run("confirm_order", ORDER).result()).containsEntry("success", false);
    }

    @Test
    void aDatabaseThatHangsIsAResultInTime() {
        // Given
        epoch = Uni.createFrom().nothing();

        // Then
        assertThat(run("confirm_order", ORDER).result()).containsEntry("success", false);
    }

    @Test
    void anOrderThatWasPlacedIsToldAlthoughItsAnswerCannotBeKept() {
        // Given
        reply = Uni.createFrom().item(new Reply(200, Map.of("success", true, "order_number", 7)));
        keeping = Uni.createFrom().failure(new IllegalStateException("no connection"));

        // Then
        assertThat(run("confirm_order", ORDER).result()).containsEntry("order_number", 7);
    }

    @Test
    void refusalsOfTheEndpointAreTold() {
        // Given
        reply = Uni.createFrom().item(new Reply(404, Map.of("error", "unknown restaurant x")));

        // Then
        assertThat(run("confirm_order", ORDER).result())
                .containsEntry("success", false)
                .containsEntry("error", "unknown restaurant x");
        assertThat(stored).containsExactly("confirm_order");
    }

    @Test
    void whatACallerKeyedInSecretlyIsInNoAnswerAndNotStored() {
        // Given
        reply = Uni.createFrom().item(new Reply(200, Map.of("success", true, "note", "by 4111 1111 1111 1111")));

        // When
        ToolExecutionResponse done = secretly("cancel_order", Map.of("order_number", 4111111111111111L));
        ToolExecutionResponse misfit =
                secretly("leave_message", Map.of("content", "x", "category", "4111111111111111"));
        ToolExecutionResponse inAddress = secretly("check_order_status", Map.of("customer_phone", "4111111111111111"));

        // Then
        assertThat(List.of(done, misfit, inAddress, answers).toString()).doesNotContain("4111");
        assertThat(stored).containsExactly("cancel_order");
        assertThat(done.result()).containsEntry("note", "by ***");
        assertThat(misfit.result()).containsEntry("success", false);
        assertThat(inAddress.result().get("error").toString()).contains("takes no secret argument");
    }

    private ToolExecutionResponse secretly(String tool, Map<String, Object> arguments) {
        List<String> secret = List.copyOf(arguments.keySet());
        return executor.execute(
                        new ToolExecutionRequest("c", "t", "account", "agent", tool, arguments, Map.of(), 1, secret))
                .await()
                .indefinitely();
    }

    private ToolExecutionResponse run(String tool, Map<String, Object> arguments) {
        return executor.execute(new ToolExecutionRequest("c", "t", "account", "agent", tool, arguments, Map.of(), 1))
                .await()
                .indefinitely();
    }

    private final class Calls extends ToolCallRepository {
        Calls() {
            super(null, null);
        }

        @Override
        Uni<Integer> raiseEpoch(String conversationId, int asked) {
            return epoch;
        }

        @Override
        Uni<Optional<ToolExecutionResponse>> find(ToolExecutionRequest call) {
            return Uni.createFrom().item(Optional.empty());
        }

        @Override
        Uni<ToolExecutionResponse> storeFirst(ToolExecutionRequest call, ToolExecutionResponse response) {
            stored.add(call.tool());
            answers.add(response);
            return keeping.replaceWith(response);
        }
    }

    private final class Known extends Toolboxes {
        Known() {
            super(null, new ToolRegistry(mapper), null, null, null, mapper);
        }

        @Override
        Uni<Toolbox> of(ToolExecutionRequest call) {
            return Uni.createFrom().item(new Toolbox(null, Map.of(), Map.of(), new ToolRegistry(mapper).all()));
        }
    }

    private final class Requests extends ToolRequests {
        Requests() {
            super(null, null, null, null, mapper);
        }

        @Override
        Uni<Reply> send(Tool tool, Toolbox tools, ToolExecutionRequest call) {
            return reply;
        }
    }

    private final class Retry extends NoteRetry {
        Retry() {
            super(null);
        }

        @Override
        void later(Tool tool, Toolbox tools, ToolExecutionRequest call) {
            retried.add(tool.name());
        }
    }
}
