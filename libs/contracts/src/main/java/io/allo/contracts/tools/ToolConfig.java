// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.tools;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One stored tool of an agent, as the management API shows it and as the executor runs it. Only between our services do header
 * values stand in clear.
 *
 * @param id UUID; null in a definition that is not stored
 * @param parameters JSON Schema of {@code type: object}
 * @param http the request that it makes
 * @param mcp the tool of an MCP server that it calls; with neither it is built in
 * @param contextUpdates context key to a {@link Template} over the answer
 * @param condition when it is offered; null = always
 * @param extraCostResponseField field of the answer ({@code a.b} is b within a) that says what the call cost, in the currency of
 *     the conversation's costs; one named {@code googleApiCalls} counts paid geocoding calls instead
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ToolConfig(
        @Nullable String id,
        String name,
        String description,
        Map<String, Object> parameters,
        @Nullable HttpCall http,
        @Nullable McpCall mcp,
        Map<String, Object> contextUpdates,
        @Nullable Condition condition,
        @Nullable String extraCostResponseField,
        boolean triggersHangup,
        boolean triggersTransfer,
        boolean mutesClientAudio,
        boolean skipResponseCreate,
        @JsonProperty("isEnabled") boolean enabled,
        int sortOrder) {

    public ToolConfig {
        description = description == null ? "" : description;
        parameters = parameters == null ? Map.of("type", "object", "properties", Map.of()) : parameters;
        contextUpdates = contextUpdates == null ? Map.of() : contextUpdates;
    }

    /** Derived: {@code http_api}, {@code mcp} or {@code built_in}. */
    @JsonProperty(value = "type", access = JsonProperty.Access.READ_ONLY)
    public String type() {
        return http != null ? "http_api" : mcp != null ? "mcp" : "built_in";
    }

    /** What it does besides its result. */
    @JsonIgnore
    public ToolFlags flags() {
        return new ToolFlags(triggersHangup, triggersTransfer, mutesClientAudio, skipResponseCreate);
    }

    /** Enabled, and wanted by the agent's configuration. */
    public boolean offered(Map<String, Object> config) {
        return enabled && (condition == null || condition.holds(config));
    }

    /** The same with another request. */
    public ToolConfig with(HttpCall other) {
        return new ToolConfig(
                id,
                name,
                description,
                parameters,
                other,
                mcp,
                contextUpdates,
                condition,
                extraCostResponseField,
                triggersHangup,
                triggersTransfer,
                mutesClientAudio,
                skipResponseCreate,
                enabled,
                sortOrder);
    }

    /** No header value in it. */
    @Override
    public String toString() {
        return "ToolConfig[" + id + " " + name + " " + type() + "]";
    }

    /**
     * The request of a tool. Strings that begin with {@code =} are {@link Template}s.
     *
     * @param url absolute, or beginning with {@code ={{BASE_URL}}}
     * @param headers secret: stored encrypted, never answered
     * @param query added to the URL, missing values left out
     * @param bodyTemplate null = the arguments as they are
     * @param responseMapping null = the model is told the answer itself
     * @param timeoutMs limit of one attempt; null = as configured
     * @param retrySafe repeating it does no harm, so an attempt without an answer is repeated
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record HttpCall(
            String method,
            String url,
            Map<String, String> headers,
            Map<String, Object> query,
            @Nullable Object bodyTemplate,
            @Nullable ResponseMapping responseMapping,
            @Nullable Integer timeoutMs,
            boolean retrySafe) {
        public HttpCall {
            headers = headers == null ? Map.of() : headers;
            query = query == null ? Map.of() : query;
        }

        /** The same with other headers. */
        public HttpCall with(Map<String, String> others) {
            return new HttpCall(method, url, others, query, bodyTemplate, responseMapping, timeoutMs, retrySafe);
        }

        @Override
        public String toString() {
            return "HttpCall[" + method + "]";
        }
    }

    /**
     * What the model is told.
     *
     * @param success template over {@code $res}; null = the answer itself
     * @param failure template over {@code $error}, a sentence; null = {@code {"success":false,"error":…}}
     * @param deferred a note: told as done at once, and tried again when its server does not answer
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ResponseMapping(
            @Nullable Object success, @Nullable Object failure, boolean deferred) {}

    /**
     * A tool of an MCP server.
     *
     * @param server id of the stored server
     * @param url its streamable HTTP endpoint
     * @param headers secret, as those of {@link HttpCall}
     * @param tool the server's own name of it
     * @param retrySafe the server says that it only reads, or does nothing twice
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record McpCall(String server, String url, Map<String, String> headers, String tool, boolean retrySafe) {
        public McpCall {
            headers = headers == null ? Map.of() : headers;
        }

        @Override
        public String toString() {
            return "McpCall[" + server + " " + tool + "]";
        }
    }

    /**
     * When a tool is offered.
     *
     * @param configKey key of the agent's configuration
     * @param operator {@code eq neq truthy falsy}
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Condition(
            String configKey, String operator, @Nullable Object value) {
        boolean holds(Map<String, Object> config) {
            Object actual = config.get(configKey);
            return switch (operator) {
                case "eq" -> same(actual, value);
                case "neq" -> !same(actual, value);
                case "falsy" -> !isTrue(actual);
                default -> isTrue(actual);
            };
        }

        private static boolean same(@Nullable Object one, @Nullable Object other) {
            return one instanceof Number left && other instanceof Number right
                    ? Double.compare(left.doubleValue(), right.doubleValue()) == 0
                    : Objects.equals(one, other);
        }

        private static boolean isTrue(@Nullable Object value) {
            return switch (value) {
                case null -> false;
                case Boolean truth -> truth;
                case Number number -> number.doubleValue() != 0;
                case String text -> !text.isEmpty();
                default -> true;
            };
        }
    }
}
