// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.tools.Template;
import io.allo.contracts.tools.ToolConfig;
import io.allo.contracts.tools.ToolConfig.HttpCall;
import io.allo.contracts.tools.UrlTemplate;
import io.allo.toolexecutor.config.SchemaCheck;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stored tool, ready to run. Immutable.
 *
 * @param schema what its arguments must look like, the same that the model was told
 * @param http null when it makes no HTTP request
 * @param updates context key to the value that the conversation remembers
 */
record Tool(ToolConfig config, SchemaCheck schema, @Nullable HttpTool http, ToolWording wording, Template updates) {

    /** @throws IllegalArgumentException when a template or the schema cannot be read */
    static Tool of(ToolConfig config, ObjectMapper mapper) {
        HttpCall http = config.http();
        return new Tool(
                config,
                new SchemaCheck(mapper.valueToTree(config.parameters())),
                http == null ? null : HttpTool.of(http),
                ToolWording.of(http == null ? null : http.responseMapping(), mapper),
                Template.of(config.contextUpdates()));
    }

    String name() {
        return config.name();
    }

    /**
     * The request of a tool.
     *
     * @param query name to template
     * @param body null = the arguments as they are, or none
     * @param plain it has no template for its arguments, so that they go as they are
     */
    record HttpTool(
            HttpCall call,
            UrlTemplate url,
            Template query,
            @Nullable Template body,
            Map<String, Template> headers,
            boolean plain) {
        private static final Set<String> REPEATABLE = Set.of("GET", "PUT", "DELETE");

        private static HttpTool of(HttpCall call) {
            Map<String, Template> headers = new LinkedHashMap<>();
            call.headers().forEach((name, value) -> headers.put(name, Template.of(value)));
            UrlTemplate url = UrlTemplate.of(call.url());
            return new HttpTool(
                    call,
                    url,
                    Template.of(call.query()),
                    call.bodyTemplate() == null ? null : Template.of(call.bodyTemplate()),
                    headers,
                    call.bodyTemplate() == null && call.query().isEmpty() && !url.takesArguments());
        }

        /** A method that does nothing twice (RFC 9110 §9.2.2), or that the customer says is safe. */
        boolean isRepeatable() {
            return call.retrySafe() || REPEATABLE.contains(call.method());
        }

        boolean hasBody() {
            return !call.method().equals("GET") && !(call.method().equals("DELETE") && body == null);
        }

        /** Arguments stand in the address, which servers log. */
        boolean showsArguments() {
            return url.takesArguments() || query.uses("$ai") || plain && !hasBody();
        }
    }
}
