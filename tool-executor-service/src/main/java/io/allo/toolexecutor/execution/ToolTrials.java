// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.contracts.tools.ToolTrial;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs a tool for somebody who sets an agent up, and shows what a call never shows: the request and the answer. Header values, and
 * whatever the server repeats of them, stay hidden. Each trial is a tool call of its own, which is not stored.
 */
@ApplicationScoped
class ToolTrials {
    private static final Logger LOG = Logger.getLogger(ToolTrials.class);

    private final Toolboxes toolboxes;
    private final ToolRequests requests;
    private final ToolExecutor executor;
    private final ExecutionConfig config;
    private final ObjectMapper mapper;

    ToolTrials(
            Toolboxes toolboxes,
            ToolRequests requests,
            ToolExecutor executor,
            ExecutionConfig config,
            ObjectMapper mapper) {
        this.toolboxes = toolboxes;
        this.requests = requests;
        this.executor = executor;
        this.config = config;
        this.mapper = mapper;
    }

    /** Never fails: what goes wrong is the result. */
    Uni<ToolTrial.Result> run(ToolTrial trial) {
        ToolExecutionRequest call = new ToolExecutionRequest(
                "trial-" + UUID.randomUUID(),
                "trial",
                trial.accountId(),
                trial.agentId(),
                trial.tool(),
                trial.arguments(),
                trial.context(),
                1);
        return toolboxes
                .now(call)
                .chain(tools -> tools.find(call.tool())
                        .map(tool -> run(tool, tools, call))
                        .orElseGet(
                                () -> Uni.createFrom().item(problem("the agent has no such tool switched on", null))))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("a tool could not be tried cause=%s", failure.toString());
                    return problem("the agent's tools cannot be read now", null);
                });
    }

    private Uni<ToolTrial.Result> run(Tool tool, Toolbox tools, ToolExecutionRequest call) {
        Optional<String> misfit = tool.schema().firstMisfit(mapper.valueToTree(call.arguments()));
        if (misfit.isPresent()) {
            return Uni.createFrom().item(problem(misfit.get(), null));
        }
        Optional<Rendered> rendered;
        try {
            rendered = requests.rendered(tool, tools, call);
        } catch (IllegalArgumentException unfit) {
            return Uni.createFrom().item(problem(String.valueOf(unfit.getMessage()), null));
        }
        List<String> secrets = secrets(tool, rendered);
        ToolTrial.Request request =
                rendered.map(made -> shown(tool, made, secrets)).orElse(null);
        long start = System.nanoTime();
        return Uni.createFrom()
                .deferred(() -> requests.send(tool, tools, call))
                .ifNoItem()
                .after(config.totalTimeout())
                .fail()
                .map(reply -> answered(tool, tools, call, reply, request, secrets, millisSince(start)))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.infof("a tried tool got no answer cause=%s", failure.toString());
                    return problem(failure instanceof NoReplyException ? said(failure, secrets) : "no answer", request);
                });
    }

    private ToolTrial.Result answered(
            Tool tool,
            Toolbox tools,
            ToolExecutionRequest call,
            Reply reply,
            ToolTrial.@Nullable Request request,
            List<String> secrets,
            long millis) {
        ToolExecutionResponse told = executor.told(tool, tools, call, reply);
        return new ToolTrial.Result(
                request,
                new ToolTrial.Answer(reply.status(), hidden(reply.body(), secrets)),
                null,
                map(hidden(told.result(), secrets)),
                map(hidden(told.contextUpdates(), secrets)),
                millis);
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    private static ToolTrial.Result problem(String problem, ToolTrial.@Nullable Request request) {
        return new ToolTrial.Result(request, null, problem, Map.of(), Map.of(), 0);
    }

    private static String said(Throwable failure, List<String> secrets) {
        return String.valueOf(hidden(String.valueOf(failure.getMessage()), secrets));
    }

    private static ToolTrial.Request shown(Tool tool, Rendered made, List<String> secrets) {
        Map<String, String> query = new LinkedHashMap<>();
        made.query().forEach((name, value) -> query.put(name, String.valueOf(hidden(value, secrets))));
        return new ToolTrial.Request(
                tool.http() == null ? "" : tool.http().call().method(),
                String.valueOf(hidden(made.url(), secrets)),
                query,
                List.copyOf(made.headers().keySet()),
                hidden(made.body(), secrets));
    }

    /** Whole header values, and what stands behind a scheme such as {@code Bearer}. */
    private static List<String> secrets(Tool tool, Optional<Rendered> rendered) {
        List<String> values = new ArrayList<>();
        rendered.ifPresent(made -> values.addAll(made.headers().values()));
        if (tool.config().mcp() != null) {
            values.addAll(tool.config().mcp().headers().values());
        }
        List<String> secrets = new ArrayList<>();
        for (String value : values) {
            secrets.add(value);
            secrets.add(value.substring(value.lastIndexOf(' ') + 1));
        }
        secrets.removeIf(String::isBlank);
        return secrets;
    }

    private static @Nullable Object hidden(@Nullable Object value, List<String> secrets) {
        return switch (value) {
            case String text -> {
                String without = text;
                for (String secret : secrets) {
                    without = without.replace(secret, "***");
                }
                yield without;
            }
            case Map<?, ?> map -> {
                Map<String, Object> without = new LinkedHashMap<>();
                map.forEach((name, inner) ->
                        without.put(String.valueOf(hidden(String.valueOf(name), secrets)), hidden(inner, secrets)));
                yield without;
            }
            case List<?> list -> {
                List<Object> without = new ArrayList<>();
                list.forEach(inner -> without.add(hidden(inner, secrets)));
                yield without;
            }
            case null, default -> value;
        };
    }

    private static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, inner) -> copy.put(String.valueOf(name), inner));
        }
        return copy;
    }
}
