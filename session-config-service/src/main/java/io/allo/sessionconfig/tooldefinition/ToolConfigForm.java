// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.contracts.tools.Template;
import io.allo.contracts.tools.Template.MalformedTemplateException;
import io.allo.contracts.tools.ToolConfig;
import io.allo.contracts.tools.UrlTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a tool as an administrator writes it, and says of each field what is wrong with it. */
final class ToolConfigForm {
    /** What stands for a header's value in answers, and keeps the stored one in a change. */
    static final String MASK = "***";

    /** As JSON writes it; PostgreSQL stores none. */
    static final String NUL = "\\u0000";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> OPERATORS = Set.of("eq", "neq", "truthy", "falsy");
    /** Ours to set: the length and the place follow from the request. */
    private static final Set<String> RESERVED =
            Set.of("host", "content-length", "transfer-encoding", "connection", "upgrade", "idempotency-key");

    private static final int LONGEST_TEXT = 4_000;
    private static final int MOST_HEADERS = 20;
    private static final int LONGEST_LIMIT_MS = 8_000;

    private final JsonNode body;
    private final List<String> faults = new ArrayList<>();

    private ToolConfigForm(JsonNode body) {
        this.body = body;
    }

    /** A body that cannot be accepted: every field that is at fault. */
    static final class UnfitToolException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnfitToolException(List<String> faults) {
            super(String.join("; ", faults), null, false, false);
        }
    }

    /**
     * The tool.
     *
     * @throws UnfitToolException when it cannot be one
     */
    static ToolConfig read(JsonNode body, ObjectMapper json) {
        ToolConfigForm form = new ToolConfigForm(body);
        form.check();
        if (!form.faults.isEmpty()) {
            throw new UnfitToolException(form.faults);
        }
        try {
            return json.treeToValue(form.withDefaults(json), ToolConfig.class);
        } catch (JsonProcessingException e) {
            throw new UnfitToolException(List.of(e.getOriginalMessage()));
        }
    }

    private JsonNode withDefaults(ObjectMapper json) {
        var tool = json.createObjectNode();
        tool.setAll((ObjectNode) body);
        tool.remove(List.of("id", "mcp", "type"));
        if (!tool.hasNonNull("isEnabled")) {
            tool.put("isEnabled", true);
        }
        if (tool.path("http").isObject()) {
            tool.withObject("/http")
                    .put("method", body.path("http").path("method").asText().toUpperCase(Locale.ROOT));
        }
        return tool;
    }

    private void check() {
        if (!body.isObject()) {
            faults.add("expected an object");
            return;
        }
        if (body.toString().contains(NUL)) {
            faults.add("a NUL character cannot be stored");
            return;
        }
        require(NAME.matcher(body.path("name").asText()).matches(), "name", "1 to 64 letters, digits, _ or -");
        requireText("description", LONGEST_TEXT);
        requireText("extraCostResponseField", 200);
        JsonNode parameters = body.path("parameters");
        if (!absent(parameters)) {
            ParameterSchema.fault(parameters).ifPresent(fault -> faults.add("parameters: " + fault));
        }
        for (String flag :
                List.of("triggersHangup", "triggersTransfer", "mutesClientAudio", "skipResponseCreate", "isEnabled")) {
            require(absent(body.path(flag)) || body.path(flag).isBoolean(), flag, "true or false");
        }
        require(
                absent(body.path("sortOrder"))
                        || body.path("sortOrder").canConvertToInt()
                                && body.path("sortOrder").isInt(),
                "sortOrder",
                "an integer");
        checkType();
        checkTemplates("contextUpdates", body.path("contextUpdates"), true);
        checkCondition(body.path("condition"));
        checkHttp(body.path("http"));
    }

    /** It follows from {@code http}; one that contradicts would be a slip. */
    private void checkType() {
        String type = body.path("type").asText("");
        boolean http = body.path("http").isObject();
        require(
                type.isEmpty() || type.equals(http ? "http_api" : "built_in"),
                "type",
                http ? "http_api, because there is http" : "built_in, because there is no http");
    }

    private void checkCondition(JsonNode condition) {
        if (absent(condition)) {
            return;
        }
        require(
                condition.path("configKey").isTextual()
                        && !condition.path("configKey").asText().isBlank(),
                "condition.configKey",
                "a key of the agent's config");
        require(
                OPERATORS.contains(condition.path("operator").asText()),
                "condition.operator",
                "one of eq, neq, truthy, falsy");
    }

    private void checkHttp(JsonNode http) {
        if (absent(http)) {
            return;
        }
        if (!http.isObject()) {
            faults.add("http: expected an object or null");
            return;
        }
        String method = http.path("method").asText().toUpperCase(Locale.ROOT);
        require(METHODS.contains(method), "http.method", "one of GET, POST, PUT, PATCH, DELETE");
        require(
                !method.equals("GET") || absent(http.path("bodyTemplate")),
                "http.bodyTemplate",
                "none, a GET has no body: use query");
        checkUrl(http.path("url"));
        checkTemplates("http.query", http.path("query"), true);
        checkTemplates("http.bodyTemplate", http.path("bodyTemplate"), false);
        checkTemplates("http.responseMapping", http.path("responseMapping"), true);
        JsonNode timeout = http.path("timeoutMs");
        require(
                absent(timeout) || timeout.isInt() && timeout.asInt() >= 100 && timeout.asInt() <= LONGEST_LIMIT_MS,
                "http.timeoutMs",
                "milliseconds from 100 to " + LONGEST_LIMIT_MS);
        require(
                absent(http.path("retrySafe")) || http.path("retrySafe").isBoolean(),
                "http.retrySafe",
                "true or false");
        headerFaults(http.path("headers")).forEach(fault -> faults.add("http." + fault));
    }

    private void checkUrl(JsonNode url) {
        try {
            if (!url.isTextual() || url.asText().length() > 2_000) {
                faults.add("http.url: expected a URL of at most 2000 characters");
            } else {
                UrlTemplate.of(url.asText());
            }
        } catch (MalformedTemplateException e) {
            faults.add("http.url: " + e.getMessage());
        }
    }

    /** What is wrong with request headers; the same holds for tools and for MCP servers. */
    static List<String> headerFaults(JsonNode headers) {
        List<String> faults = new ArrayList<>();
        if (absent(headers)) {
            return faults;
        }
        if (!headers.isObject() || headers.size() > MOST_HEADERS) {
            faults.add("headers: expected an object of at most " + MOST_HEADERS + " texts");
            return faults;
        }
        for (Map.Entry<String, JsonNode> header : headers.properties()) {
            String place = "headers." + (header.getKey().length() > 100 ? "…" : header.getKey());
            String value = header.getValue().asText();
            if (!HEADER.matcher(header.getKey()).matches()) {
                faults.add("headers: a name is no header name");
            } else if (RESERVED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                faults.add(place + ": is set by Allo itself");
            } else if (!header.getValue().isTextual()
                    || value.length() > LONGEST_TEXT
                    || value.chars().anyMatch(c -> c < ' ' && c != '\t' || c > 126)) {
                faults.add(place + ": expected a text of at most " + LONGEST_TEXT + " printable ASCII characters");
            } else {
                templateFault(place, header.getValue().asText()).ifPresent(faults::add);
            }
        }
        return faults;
    }

    private void checkTemplates(String field, JsonNode templates, boolean object) {
        if (absent(templates)) {
            return;
        }
        if (object && !templates.isObject()) {
            faults.add(field + ": expected an object");
            return;
        }
        if (templates.toString().length() > 32_768) {
            faults.add(field + ": expected at most 32768 characters");
            return;
        }
        templateFault(field, new ObjectMapper().convertValue(templates, Object.class))
                .ifPresent(faults::add);
    }

    private static Optional<String> templateFault(String field, Object template) {
        try {
            Template.of(template);
            return Optional.empty();
        } catch (MalformedTemplateException e) {
            return Optional.of(field + ": " + e.getMessage());
        }
    }

    private void requireText(String field, int longest) {
        JsonNode value = body.path(field);
        require(
                absent(value) || value.isTextual() && value.asText().length() <= longest,
                field,
                "a text of at most " + longest + " characters");
    }

    private void require(boolean fit, String field, String expected) {
        if (!fit) {
            faults.add(field + ": expected " + expected);
        }
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
