// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.stack;

import io.allo.launcher.servers.Folders;
import io.allo.launcher.settings.AlloService;
import io.allo.launcher.settings.Environment;
import io.allo.launcher.settings.Ports;
import io.allo.launcher.stack.Progress;
import io.allo.launcher.stack.Stack;
import io.allo.launcher.stack.StackPlan;
import io.allo.testkit.infra.ProjectRoot;
import io.allo.testkit.provider.RealtimeServer;
import io.allo.testkit.provider.TwilioMessagesServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Gives a test the running Allo. The first test starts it, the end of the JVM's last test stops it. When it does not start,
 * or a test fails, the ends of the services' logs are in the report.
 */
public final class AlloStack implements ParameterResolver, TestWatcher {
    private static final Namespace NAMESPACE = Namespace.create(AlloStack.class);
    private static final String TWILIO_ACCOUNT = "AC0123456789abcdef0123456789abcdef";
    private static final String TWILIO_TOKEN = "stand-in";
    private static final String SALON = "+33939240580";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningAllo.class;
    }

    @Override
    public RunningAllo resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(RunningAllo.class, key -> start(), RunningAllo.class);
    }

    private static RunningAllo start() {
        Path root = ProjectRoot.find();
        Path dataFolder = ProjectRoot.module().resolve("target/allo");
        try {
            Folders.empty(dataFolder);
            var traces = new TraceCollector();
            var realtime = new RealtimeServer().start();
            var twilio = new TwilioMessagesServer(TWILIO_ACCOUNT, TWILIO_TOKEN, Set.of(SALON)).start();
            Ports ports = Ports.free();
            var relays = Relays.of(ports);
            Map<String, String> variables = environment(dataFolder, traces, realtime);
            variables.putAll(relays.variables());
            variables.putAll(customersMessages(ports, twilio));
            StackPlan plan = StackPlan.of(root, new Environment(variables)).withPorts(ports);
            var stack = new Stack(plan, Progress.SILENT);
            var allo = new RunningAllo(stack, traces, realtime, twilio, relays);
            try {
                stack.start();
                stack.loadDemo();
            } catch (Exception e) {
                allo.close();
                throw new IllegalStateException(e.getMessage() + "\n" + new LogTails(plan).text(), e);
            }
            return allo;
        } catch (IllegalStateException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("cannot start Allo for the tests", e);
        }
    }

    /** The developer's own settings and keys must not decide what a test sees. */
    private static Map<String, String> environment(Path dataFolder, TraceCollector traces, RealtimeServer realtime) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.keySet().removeIf(key -> key.startsWith("ALLO_") || key.startsWith("QUARKUS_"));
        variables.put("ALLO_DATA_DIR", dataFolder.toString());
        variables.put("ALLO_READY_SECONDS", "240");
        variables.put("ALLO_OTEL_DISABLED", "false");
        variables.put("ALLO_RECORDING_KEY", "0123456789abcdef".repeat(4));
        variables.put(
                "ALLO_RECORDING_FOLDER",
                dataFolder.resolve(RunningAllo.RECORDINGS).toString());
        variables.put("ALLO_OTLP_ENDPOINT", traces.endpoint());
        variables.put("ALLO_REALTIME_BASE_URL", realtime.baseUrl().toString());
        variables.put("ALLO_REALTIME_API_KEY", RealtimeServer.KEY);
        variables.put("QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        variables.put("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "500ms");
        return variables;
    }

    /**
     * What the business writes to its customers, with a link to a calendar file. These names are read by tool-executor-service alone: with
     * a token of its own channel-router would ask every webhook for a signature.
     */
    private static Map<String, String> customersMessages(Ports ports, TwilioMessagesServer twilio) {
        return Map.of(
                "ALLO_NOTIFICATION_TWILIO_ACCOUNT_SID", TWILIO_ACCOUNT,
                "ALLO_NOTIFICATION_TWILIO_AUTH_TOKEN", TWILIO_TOKEN,
                "ALLO_NOTIFICATION_TWILIO_PHONE_NUMBER", SALON,
                "ALLO_TWILIO_API_URL", twilio.uri().toString(),
                "ALLO_APPOINTMENT_PUBLIC_URL", ports.url(AlloService.TOOL_EXECUTOR_SERVICE));
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        RunningAllo allo = context.getRoot().getStore(NAMESPACE).get(RunningAllo.class, RunningAllo.class);
        if (allo != null) {
            context.publishReportEntry("logs", new LogTails(allo.plan()).text());
        }
    }
}
