// SPDX-License-Identifier: Apache-2.0
package io.allo.router.langfuse;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * OTLP's JSON encoding of {@code ExportTraceServiceRequest} (opentelemetry-proto 1.x): ids as hexadecimal text, 64-bit numbers as
 * decimal text.
 */
final class OtlpJson {
    private static final String SERVICE = "channel-router";
    private static final int INTERNAL = 1;
    private static final long NANOS = 1_000_000_000L;

    private final ObjectMapper mapper;

    OtlpJson(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    String encode(List<Observation> observations) {
        ObjectNode root = mapper.createObjectNode();
        ObjectNode resource = root.putArray("resourceSpans").addObject();
        attribute(resource.putObject("resource").putArray("attributes"), "service.name", SERVICE);
        ObjectNode scope = resource.putArray("scopeSpans").addObject();
        scope.putObject("scope").put("name", "io.allo.router.langfuse");
        ArrayNode spans = scope.putArray("spans");
        observations.forEach(observation -> span(spans.addObject(), observation));
        return root.toString();
    }

    private static void span(ObjectNode span, Observation observation) {
        span.put("traceId", observation.traceId()).put("spanId", observation.spanId());
        if (observation.parentId() != null) {
            span.put("parentSpanId", observation.parentId());
        }
        span.put("name", observation.name())
                .put("kind", INTERNAL)
                .put("startTimeUnixNano", nanos(observation.start()))
                .put("endTimeUnixNano", nanos(observation.end()));
        ArrayNode attributes = span.putArray("attributes");
        observation.attributes().forEach((key, value) -> attribute(attributes, key, value));
        span.putObject("status");
    }

    private static void attribute(ArrayNode attributes, String key, Object value) {
        ObjectNode wrapped = attributes.addObject().put("key", key).putObject("value");
        if (value instanceof List<?> list) {
            ArrayNode values = wrapped.putObject("arrayValue").putArray("values");
            list.forEach(one -> values.addObject().put("stringValue", one.toString()));
        } else {
            wrapped.put("stringValue", value.toString());
        }
    }

    private static String nanos(Instant instant) {
        return Long.toString(instant.getEpochSecond() * NANOS + instant.getNano());
    }
}
