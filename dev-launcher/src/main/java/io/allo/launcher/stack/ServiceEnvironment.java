// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.stack;

import io.allo.launcher.servers.ServiceSchema;
import io.allo.launcher.settings.AlloService;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The variables that a service of this plan is started with, over those that the user gave. */
final class ServiceEnvironment {
    /** Answered by the demo restaurant. */
    private static final String DEMO_NUMBER = "+33939240575";

    private ServiceEnvironment() {}

    static Map<String, String> of(AlloService service, StackPlan plan, Connections connections) {
        Map<String, String> variables = new HashMap<>(plan.environment().variables());
        variables.put("ALLO_DATA_DIR", plan.dataFolder().toString());
        variables.put("ALLO_SERVICE_KEY", plan.keys().serviceKey());
        variables.put("ALLO_SESSION_CONFIG_URL", plan.ports().url(AlloService.SESSION_CONFIG_SERVICE));
        variables.put("ALLO_TOOL_EXECUTOR_URL", plan.ports().url(AlloService.TOOL_EXECUTOR_SERVICE));
        variables.put("ALLO_SIP_GATEWAY_URL", plan.ports().url(AlloService.SIP_GATEWAY));
        variables.put("ALLO_KAFKA_BOOTSTRAP", connections.kafkaBootstrap());
        variables.put("ALLO_REDIS_URL", connections.redisUrl());
        variables.put("QUARKUS_HTTP_PORT", Integer.toString(plan.ports().http().get(service)));
        variables.put(
                "QUARKUS_MANAGEMENT_PORT",
                Integer.toString(plan.ports().management().get(service)));
        ServiceSchema.ofModule(service.module()).ifPresent(schema -> {
            variables.put("ALLO_POSTGRES_URL", connections.postgresUrl());
            variables.put("ALLO_POSTGRES_USER", schema.role());
            variables.put("ALLO_POSTGRES_PASSWORD", connections.postgresPassword());
        });
        // Only its owner sees the encryption key.
        variables.remove("ENCRYPTION_KEY");
        switch (service) {
            case SESSION_CONFIG_SERVICE ->
                variables.put("ENCRYPTION_KEY", plan.keys().encryptionKey());
            case SIP_GATEWAY -> {
                variables.put("ALLO_SIP_PORT", Integer.toString(plan.ports().sip()));
                variables.put(
                        "ALLO_MEDIA_FIRST_PORT", Integer.toString(plan.ports().firstRtp()));
                variables.put(
                        "ALLO_MEDIA_LAST_PORT", Integer.toString(plan.ports().lastRtp()));
            }
            // Gateway and router share this machine: loopback stays valid when its network changes.
            case CHANNEL_ROUTER -> {
                variables.putIfAbsent("ALLO_WORKER_ADVERTISED_HOST", "127.0.0.1");
                variables.putIfAbsent("ALLO_VAPI_NUMBER", DEMO_NUMBER);
                console(variables);
            }
            case TOOL_EXECUTOR_SERVICE -> {}
        }
        return variables;
    }

    /** Open on this machine; a scripted technician answers where there is no telephone. */
    private static void console(Map<String, String> variables) {
        variables.putIfAbsent("ALLO_CONSOLE_OPEN", "true");
        variables.putIfAbsent("ALLO_CONSOLE_ACCOUNT", DemoData.ACCOUNT);
        variables.putIfAbsent("ALLO_CONSOLE_CUSTOMER", DemoData.CONSOLE);
        boolean telephone = Stream.of("TWILIO_ACCOUNT_SID", "ALLO_TWILIO_ACCOUNT_SID")
                .anyMatch(name -> !variables.getOrDefault(name, "").isBlank());
        variables.putIfAbsent("ALLO_CONSOLE_DIALLING", telephone ? "twilio" : "demo");
    }
}
