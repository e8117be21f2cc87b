// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An OpenTelemetry collector on loopback (OTLP over HTTP, protobuf) that remembers which services wrote to which trace. */
public final class TraceCollector implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Set<String>> servicesByTrace = new ConcurrentHashMap<>();
    private final Set<String> attributes = ConcurrentHashMap.newKeySet();

    TraceCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** {@code service: span name} of each trace, by trace id. */
    public Map<String, Set<String>> servicesByTrace() {
        return servicesByTrace;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            request.getResourceSpansList().forEach(this::remember);
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /** Every attribute of every span, {@code service: span name: key=value}. */
    public Set<String> attributes() {
        return attributes;
    }

    private void remember(ResourceSpans resource) {
        String service = resource.getResource().getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals("service.name"))
                .map(attribute -> attribute.getValue().getStringValue())
                .findFirst()
                .orElse("?");
        resource.getScopeSpansList().stream()
                .flatMap(scope -> scope.getSpansList().stream())
                .forEach(span -> span.getAttributesList()
                        .forEach(attribute -> attributes.add(service + ": " + span.getName() + ": "
                                + attribute.getKey() + "="
                                + attribute.getValue().getStringValue())));
        resource.getScopeSpansList().stream()
                .flatMap(scope -> scope.getSpansList().stream())
                .forEach(span -> servicesByTrace
                        .computeIfAbsent(
                                HexFormat.of().formatHex(span.getTraceId().toByteArray()),
                                id -> ConcurrentHashMap.newKeySet())
                        .add(service + ": " + span.getName()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
