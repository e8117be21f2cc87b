// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@code POST /v1/embeddings}. A text's vector counts its words, each at a place of its own; words of one meaning share
 * theirs, so that a question finds a text with which it has no word in common. Refuses a wrong key (401), another model (404) and
 * input that is empty or too much (400). Any thread.
 */
public final class EmbeddingsServer implements AutoCloseable {
    private static final int MOST_TEXTS = 2048;

    private final ObjectMapper json = new ObjectMapper();
    private final String key;
    private final String model;
    private final List<Set<String>> meanings;
    private final AtomicInteger texts = new AtomicInteger();
    private volatile String refused = "\0";
    private @Nullable HttpServer server;

    /** @param meanings words that mean the same, in small letters without accents */
    public EmbeddingsServer(String key, String model, List<Set<String>> meanings) {
        this.key = key;
        this.model = model;
        this.meanings = meanings;
    }

    public EmbeddingsServer start() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
            http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            http.createContext("/v1/embeddings", this::serve);
            http.start();
            server = http;
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands for {@code https://api.openai.com/v1}. */
    public URI uri() {
        HttpServer http = server;
        if (http == null) {
            throw new IllegalStateException("not started");
        }
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/v1");
    }

    /** From now on 400 for every request with this in a text, as for one that is too long. */
    public void refuse(String part) {
        refused = part;
    }

    /** Texts that were turned into vectors. */
    public int texts() {
        return texts.get();
    }

    private void serve(HttpExchange exchange) throws IOException {
        JsonNode request = json.readTree(exchange.getRequestBody().readAllBytes());
        JsonNode input = request.path("input");
        int dimensions = request.path("dimensions").asInt(1536);
        if (!("Bearer " + key).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, error("Incorrect API key provided", "invalid_api_key"));
        } else if (!model.equals(request.path("model").asText())) {
            answer(exchange, 404, error("The model does not exist", "model_not_found"));
        } else if (!input.isArray()
                || input.isEmpty()
                || input.size() > MOST_TEXTS
                || dimensions < 1
                || input.toString().contains(refused)
                || !request.path("encoding_format").asText("float").equals("float")) {
            answer(exchange, 400, error("'$.input' is invalid", "invalid_request_error"));
        } else {
            List<Object> data = new ArrayList<>();
            for (JsonNode text : input) {
                data.add(Map.of(
                        "object", "embedding",
                        "index", data.size(),
                        "embedding", vector(text.asText(), dimensions)));
            }
            texts.addAndGet(data.size());
            answer(
                    exchange,
                    200,
                    Map.of(
                            "object",
                            "list",
                            "data",
                            data,
                            "model",
                            model,
                            "usage",
                            Map.of("prompt_tokens", data.size() * 8, "total_tokens", data.size() * 8)));
        }
    }

    private double[] vector(String text, int dimensions) {
        double[] vector = new double[dimensions];
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT);
        for (String word : plain.split("[^\\p{L}\\p{N}]+")) {
            if (word.length() > 2) {
                vector[Math.floorMod(meaning(word).hashCode() * 31, dimensions)] += 1;
            }
        }
        return vector;
    }

    private String meaning(String word) {
        for (int i = 0; i < meanings.size(); i++) {
            if (meanings.get(i).contains(word)) {
                return "meaning " + i;
            }
        }
        return word;
    }

    private static Map<String, Object> error(String message, String code) {
        return Map.of("error", Map.of("message", message, "type", "invalid_request_error", "code", code));
    }

    private void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = json.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        HttpServer http = server;
        if (http != null) {
            http.stop(0);
        }
    }
}
