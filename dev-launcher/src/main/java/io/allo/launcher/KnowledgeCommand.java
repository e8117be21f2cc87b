// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.launcher.settings.AlloService;
import io.allo.launcher.settings.Environment;
import io.allo.launcher.settings.LaunchFailure;
import io.allo.launcher.stack.ConsoleKnowledge;
import io.allo.launcher.stack.ConsoleKnowledge.Article;
import io.allo.launcher.stack.ConsoleKnowledge.Outcome;
import io.allo.launcher.stack.DemoData;
import io.allo.launcher.stack.StackPlan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code ./allo console-knowledge}: loads the technician console's knowledge into a running Allo and verifies it. */
final class KnowledgeCommand {
    private static final String USAGE =
            "console-knowledge [--tools url] [--key account-key] [--customer id] [articles.md]";

    private final Console console;

    KnowledgeCommand(Console console) {
        this.console = console;
    }

    /** @param args behind the command's name */
    int run(List<String> args, Path root, Environment environment) throws IOException, InterruptedException {
        StackPlan plan = StackPlan.of(root, environment);
        Map<String, String> options = new HashMap<>();
        List<Article> articles = ConsoleKnowledge.demo();
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i).matches("--(tools|key|customer)") && i + 1 < args.size()) {
                options.put(args.get(i), args.get(++i));
            } else if (!args.get(i).startsWith("-")) {
                articles = ConsoleKnowledge.articles(Files.readString(Path.of(args.get(i))));
            } else {
                throw new LaunchFailure("usage: ./allo " + USAGE);
            }
        }
        String tools = options.getOrDefault("--tools", plan.ports().url(AlloService.TOOL_EXECUTOR_SERVICE));
        Map<String, String> headers =
                Map.of("X-API-Key", options.getOrDefault("--key", plan.keys().demoKey()));
        String customer = uuid(options.getOrDefault("--customer", DemoData.CONSOLE));
        Outcome outcome =
                new ConsoleKnowledge(HttpClient.newHttpClient(), URI.create(tools), headers, customer).load(articles);
        console.say("%d articles, %d loaded now, %d found by their titles"
                .formatted(outcome.articles(), outcome.loaded(), outcome.found()));
        return outcome.complete() ? 0 : 1;
    }

    /** As channel-router names a customer's knowledge. */
    private static String uuid(String customer) {
        try {
            return UUID.fromString(customer).toString();
        } catch (IllegalArgumentException e) {
            return UUID.nameUUIDFromBytes(customer.getBytes(UTF_8)).toString();
        }
    }
}
