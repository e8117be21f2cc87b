// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.tools.SecretDigits;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.contracts.tools.ToolFlags;
import io.allo.contracts.tools.UrlTemplate.UnfitValueException;
import io.allo.toolexecutor.execution.Tool.HttpTool;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs one tool call: epoch, stored answer, arguments, request, result. Whatever goes wrong becomes a result that the model
 * can tell the caller; only a worker that has been replaced gets an error.
 */
@ApplicationScoped
class ToolExecutor {
    private static final Logger LOG = Logger.getLogger(ToolExecutor.class);
    private static final String NO_ANSWER = "Le service ne répond pas pour le moment.";
    private static final String UNKNOWN_OUTCOME =
            "Le service n'a pas répondu : on ne sait pas si c'est fait (outcome unknown). Ne le dis pas fait et ne"
                    + " recommence pas de toi-même ; propose de faire vérifier.";

    private final Toolboxes toolboxes;
    private final ToolCallRepository calls;
    private final ToolRequests requests;
    private final NoteRetry retry;
    private final ExecutionMetrics metrics;
    private final ExecutionConfig config;
    private final ObjectMapper mapper;

    ToolExecutor(
            Toolboxes toolboxes,
            ToolCallRepository calls,
            ToolRequests requests,
            NoteRetry retry,
            ExecutionMetrics metrics,
            ExecutionConfig config,
            ObjectMapper mapper) {
        this.toolboxes = toolboxes;
        this.calls = calls;
        this.requests = requests;
        this.retry = retry;
        this.metrics = metrics;
        this.config = config;
        this.mapper = mapper;
    }

    /** Fails only with {@link StaleEpochException}. */
    Uni<ToolExecutionResponse> execute(ToolExecutionRequest call) {
        return toolboxes
                .of(call)
                .map(tools -> tools.find(call.tool()).map(tool -> new Job(tool, tools, call)))
                .chain(job -> job.isPresent() ? execute(job.get()) : unknown(call))
                .onFailure(failure -> !(failure instanceof StaleEpochException))
                .recoverWithItem(failure -> {
                    metrics.count("unknown", ExecutionMetrics.Outcome.FAILED, 0);
                    LOG.warnf("tool could not be looked up tool=%s cause=%s", shown(call.tool()), failure.toString());
                    return result(ToolWording.PLAIN.failure(NO_ANSWER));
                });
    }

    private Uni<ToolExecutionResponse> unknown(ToolExecutionRequest call) {
        metrics.count("unknown", ExecutionMetrics.Outcome.UNKNOWN_TOOL, 0);
        return Uni.createFrom().item(result(Map.of("error", "Outil inconnu : " + shown(call.tool()))));
    }

    private record Job(Tool tool, Toolbox tools, ToolExecutionRequest call) {}

    private Uni<ToolExecutionResponse> execute(Job job) {
        ToolExecutionRequest call = job.call();
        long start = System.nanoTime();
        return calls.raiseEpoch(call.conversationId(), call.epoch())
                .invoke(highest -> refuseLower(call, highest))
                .chain(() -> calls.find(call))
                .chain(stored -> stored.isPresent()
                        ? Uni.createFrom().item(new Run(stored.get(), ExecutionMetrics.Outcome.REPLAYED))
                        : run(job))
                .ifNoItem()
                .after(config.totalTimeout())
                .fail()
                .onFailure(failure -> !(failure instanceof StaleEpochException))
                .recoverWithItem(failure -> failed(job, failure))
                .onFailure()
                .invoke(() -> metrics.count(label(job.tool()), ExecutionMetrics.Outcome.STALE_EPOCH, start))
                .invoke(run -> report(job, run, start))
                .map(Run::response);
    }

    private record Run(ToolExecutionResponse response, ExecutionMetrics.Outcome outcome) {

        /** An answer may repeat what a caller keyed in secretly, and is stored. */
        Run without(List<String> secrets) {
            var scrubbed = new ToolExecutionResponse(
                    SecretDigits.scrub(response.result(), secrets),
                    SecretDigits.scrub(response.contextUpdates(), secrets),
                    response.flags(),
                    response.extraCost());
            return new Run(scrubbed, outcome);
        }
    }

    private static void refuseLower(ToolExecutionRequest call, int highest) {
        if (highest > call.epoch()) {
            throw new StaleEpochException(call.epoch(), highest);
        }
    }

    private Uni<Run> run(Job job) {
        ToolExecutionRequest call = job.call();
        Optional<String> misfit = misfit(job);
        if (misfit.isPresent()) {
            return Uni.createFrom().item(refused(job, job.tool().name() + ": " + misfit.get()));
        }
        return Uni.createFrom()
                .deferred(() -> requests.send(job.tool(), job.tools(), call))
                .chain(reply -> {
                    Run run = toRun(job, reply).without(call.secrets());
                    return calls.storeFirst(call, run.response())
                            // It was done: an answer that cannot be kept is still the answer, and the key protects a
                            // repetition.
                            .onFailure()
                            .recoverWithItem(run.response())
                            .map(first -> new Run(first, run.outcome()));
                })
                .onFailure(UnfitValueException.class)
                .recoverWithItem(unfit -> refused(job, job.tool().name() + ": " + unfit.getMessage()));
    }

    private Optional<String> misfit(Job job) {
        HttpTool http = job.tool().http();
        return !job.call().secretArguments().isEmpty() && http != null && http.showsArguments()
                ? Optional.of("takes no secret argument: it would stand in an address, which is logged")
                : job.tool().schema().firstMisfit(mapper.valueToTree(job.call().arguments()));
    }

    private static Run refused(Job job, String error) {
        String safe = SecretDigits.scrub(error, job.call().secrets());
        return new Run(result(job.tool().wording().failure(safe)), ExecutionMetrics.Outcome.INVALID_ARGUMENTS);
    }

    /** What a model would be told of this answer, and the conversation remember. */
    ToolExecutionResponse told(Tool tool, Toolbox tools, ToolExecutionRequest call, Reply reply) {
        return toRun(new Job(tool, tools, call), reply).response();
    }

    private Run toRun(Job job, Reply reply) {
        Tool tool = job.tool();
        if (!reply.accepted()) {
            return new Run(result(tool.wording().refusal(reply.error())), ExecutionMetrics.Outcome.REFUSED);
        }
        Map<String, Object> roots = new HashMap<>(job.tools().roots(job.call()));
        if (reply.body() != null) {
            roots.put("$res", reply.body());
        }
        Map<String, Object> answer = told(tool, roots, reply.body());
        Map<String, Object> told = toolboxes.isOfRestaurant(tool) ? OthersData.withheld(job.call(), answer) : answer;
        boolean refuses = reply.refuses();
        ToolFlags flags = refuses ? ToolFlags.NONE : tool.config().flags();
        return new Run(
                new ToolExecutionResponse(told, updates(tool, roots), flags, ExtraCost.of(tool.config(), reply.body())),
                refuses ? ExecutionMetrics.Outcome.REFUSED : ExecutionMetrics.Outcome.DONE);
    }

    /** A mapping of the answer may leave out what is counted by its name. */
    private static Map<String, Object> told(Tool tool, Map<String, Object> roots, @Nullable Object answer) {
        Map<String, Object> told = tool.wording().success(roots);
        Number geocodings = ExtraCost.geocodings(tool.config(), answer);
        if (geocodings == null) {
            return told;
        }
        Map<String, Object> counted = new LinkedHashMap<>(told);
        counted.putIfAbsent(ExtraCost.GEOCODINGS, geocodings);
        return counted;
    }

    private static Map<String, Object> updates(Tool tool, Map<String, Object> roots) {
        Map<String, Object> updates = new LinkedHashMap<>();
        if (tool.updates().render(roots, String::valueOf) instanceof Map<?, ?> rendered) {
            rendered.forEach((key, value) -> updates.put(String.valueOf(key), value));
        }
        return updates;
    }

    private Run failed(Job job, Throwable failure) {
        ToolExecutionRequest call = job.call();
        Tool tool = job.tool();
        LOG.warnf(
                "tool got no answer conversationId=%s toolCallId=%s tool=%s cause=%s",
                call.conversationId(), call.toolCallId(), label(tool), failure.toString());
        if (tool.wording().deferred()) {
            retry.later(tool, job.tools(), call);
            return new Run(result(tool.wording().success(Map.of())), ExecutionMetrics.Outcome.FAILED);
        }
        String error = ToolRequests.mayBeDone(tool, job.tools(), failure) ? UNKNOWN_OUTCOME : NO_ANSWER;
        return new Run(result(tool.wording().failure(error)), ExecutionMetrics.Outcome.FAILED);
    }

    /** Customers' names would make meters without end. */
    private String label(Tool tool) {
        return tool.config().id() == null || toolboxes.isOfRestaurant(tool) ? tool.name() : "custom";
    }

    private void report(Job job, Run run, long start) {
        ToolExecutionRequest call = job.call();
        metrics.count(label(job.tool()), run.outcome(), start);
        LOG.infof(
                "tool executed conversationId=%s toolCallId=%s tool=%s outcome=%s",
                call.conversationId(),
                call.toolCallId(),
                job.tool().name(),
                run.outcome().label());
    }

    private static ToolExecutionResponse result(Map<String, Object> result) {
        return new ToolExecutionResponse(result, Map.of(), ToolFlags.NONE);
    }

    private static String shown(String tool) {
        return tool.length() <= 64 ? tool : tool.substring(0, 64) + "…";
    }
}
