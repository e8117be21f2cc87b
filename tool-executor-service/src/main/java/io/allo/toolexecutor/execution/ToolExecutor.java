// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.tools.SecretDigits;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.contracts.tools.ToolFlags;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Runs one tool call: epoch, stored answer, arguments, request, result. Whatever goes wrong becomes a result that the model
 * can tell the caller; only a worker that has been replaced gets an error.
 */
@ApplicationScoped
class ToolExecutor {
    private static final Logger LOG = Logger.getLogger(ToolExecutor.class);
    private static final String NO_ANSWER = "Le service du restaurant ne répond pas pour le moment.";

    private final ToolRegistry registry;
    private final ToolCallRepository calls;
    private final HttpToolRequest http;
    private final NoteRetry retry;
    private final ExecutionMetrics metrics;
    private final ExecutionConfig config;
    private final ObjectMapper mapper;

    ToolExecutor(
            ToolRegistry registry,
            ToolCallRepository calls,
            HttpToolRequest http,
            NoteRetry retry,
            ExecutionMetrics metrics,
            ExecutionConfig config,
            ObjectMapper mapper) {
        this.registry = registry;
        this.calls = calls;
        this.http = http;
        this.retry = retry;
        this.metrics = metrics;
        this.config = config;
        this.mapper = mapper;
    }

    /** Fails only with {@link StaleEpochException}. */
    Uni<ToolExecutionResponse> execute(ToolExecutionRequest call) {
        Optional<Tool> tool = registry.find(call.tool());
        if (tool.isEmpty()) {
            metrics.count("unknown", ExecutionMetrics.Outcome.UNKNOWN_TOOL, 0);
            return Uni.createFrom().item(result(Map.of("error", "Outil inconnu : " + shown(call.tool()))));
        }
        long start = System.nanoTime();
        return calls.raiseEpoch(call.conversationId(), call.epoch())
                .invoke(highest -> refuseLower(call, highest))
                .chain(() -> calls.find(call))
                .chain(stored -> stored.isPresent()
                        ? Uni.createFrom().item(new Run(stored.get(), ExecutionMetrics.Outcome.REPLAYED))
                        : run(tool.get(), call))
                .ifNoItem()
                .after(config.totalTimeout())
                .fail()
                .onFailure(failure -> !(failure instanceof StaleEpochException))
                .recoverWithItem(failure -> failed(tool.get(), call, failure))
                .onFailure()
                .invoke(() -> metrics.count(call.tool(), ExecutionMetrics.Outcome.STALE_EPOCH, start))
                .invoke(run -> report(call, run, start))
                .map(Run::response);
    }

    private record Run(ToolExecutionResponse response, ExecutionMetrics.Outcome outcome) {

        /** An answer may repeat what a caller keyed in secretly, and is stored. */
        Run without(List<String> secrets) {
            var scrubbed = new ToolExecutionResponse(
                    SecretDigits.scrub(response.result(), secrets),
                    SecretDigits.scrub(response.contextUpdates(), secrets),
                    response.flags());
            return new Run(scrubbed, outcome);
        }
    }

    private static void refuseLower(ToolExecutionRequest call, int highest) {
        if (highest > call.epoch()) {
            throw new StaleEpochException(call.epoch(), highest);
        }
    }

    private Uni<Run> run(Tool tool, ToolExecutionRequest call) {
        Optional<String> misfit =
                !call.secretArguments().isEmpty() && tool.http().method() == HttpBinding.Method.GET
                        ? Optional.of("takes no secret argument: it would stand in an address, which is logged")
                        : tool.schema().firstMisfit(mapper.valueToTree(call.arguments()));
        if (misfit.isPresent()) {
            HttpBinding.FailureShape shape = tool.http().failure() == HttpBinding.FailureShape.UNNOTICED
                    ? HttpBinding.FailureShape.REFUSED
                    : tool.http().failure();
            String error = SecretDigits.scrub(tool.name() + ": " + misfit.get(), call.secrets());
            return Uni.createFrom()
                    .item(new Run(
                            result(shape.of(error, tool.http().success())),
                            ExecutionMetrics.Outcome.INVALID_ARGUMENTS));
        }
        return http.send(tool.http(), call).chain(reply -> {
            Run run = toRun(tool, reply).without(call.secrets());
            return calls.storeFirst(call, run.response())
                    // It was done: an answer that cannot be kept is still the answer, and the key protects a
                    // repetition.
                    .onFailure()
                    .recoverWithItem(run.response())
                    .map(first -> new Run(first, run.outcome()));
        });
    }

    private static Run toRun(Tool tool, HttpToolRequest.Reply reply) {
        HttpBinding http = tool.http();
        if (!reply.accepted()) {
            return new Run(result(http.failure().of(reply.error(), http.success())), ExecutionMetrics.Outcome.REFUSED);
        }
        boolean refused = Boolean.FALSE.equals(reply.body().get("success"))
                || Boolean.FALSE.equals(reply.body().get("available"));
        return new Run(
                new ToolExecutionResponse(http.success().of(reply.body()), http.updates(reply.body()), ToolFlags.NONE),
                refused ? ExecutionMetrics.Outcome.REFUSED : ExecutionMetrics.Outcome.DONE);
    }

    private Run failed(Tool tool, ToolExecutionRequest call, Throwable failure) {
        LOG.warnf(
                "tool got no answer conversationId=%s toolCallId=%s tool=%s cause=%s",
                call.conversationId(), call.toolCallId(), tool.name(), failure.toString());
        HttpBinding http = tool.http();
        if (http.failure() == HttpBinding.FailureShape.UNNOTICED) {
            retry.later(tool, call);
        }
        return new Run(result(http.failure().of(NO_ANSWER, http.success())), ExecutionMetrics.Outcome.FAILED);
    }

    private void report(ToolExecutionRequest call, Run run, long start) {
        metrics.count(call.tool(), run.outcome(), start);
        LOG.infof(
                "tool executed conversationId=%s toolCallId=%s tool=%s outcome=%s",
                call.conversationId(),
                call.toolCallId(),
                call.tool(),
                run.outcome().label());
    }

    private static ToolExecutionResponse result(Map<String, Object> result) {
        return new ToolExecutionResponse(result, Map.of(), ToolFlags.NONE);
    }

    private static String shown(String tool) {
        return tool.length() <= 64 ? tool : tool.substring(0, 64) + "…";
    }
}
