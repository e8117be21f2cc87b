// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

/** One conversation in the web chat without a widget: each message is posted and its answer read from the stream of events. */
public final class WebVisitor {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String DATA = "data:";

    private final HttpClient http;
    private final String router;
    private final String agent;
    private String conversation = "";

    WebVisitor(HttpClient http, String router, String agent) {
        this.http = http;
        this.router = router;
        this.agent = agent;
    }

    /** @return the whole answer */
    public String say(String text) {
        try {
            Map<String, String> message = conversation.isEmpty()
                    ? Map.of("message", text)
                    : Map.of("message", text, "conversation_id", conversation);
            HttpResponse<String> posted = http.send(
                    request("/chat")
                            .header("Content-Type", "application/json")
                            .header("X-Tenant-Key", agent)
                            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(message)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (posted.statusCode() / 100 != 2) {
                throw new AssertionError("POST /chat answered " + posted.statusCode() + ": " + posted.body());
            }
            conversation = JSON.readTree(posted.body()).path("conversation_id").asText();
            return answer();
        } catch (IOException e) {
            throw new AssertionError("no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What the page shows next without having asked: a person of the business writes. */
    public String reads() {
        try {
            return answer();
        } catch (IOException e) {
            throw new AssertionError("no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The stream begins with the answer that was not streamed yet. */
    private String answer() throws IOException, InterruptedException {
        HttpResponse<Stream<String>> stream =
                http.send(request("/stream/" + conversation).GET().build(), HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = stream.body()) {
            for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                String line = each.next();
                if (line.startsWith(DATA)) {
                    JsonNode event = JSON.readTree(line.substring(DATA.length()));
                    if (!event.path("type").asText().equals("partial")) {
                        return event.path("text").asText();
                    }
                }
            }
        }
        throw new AssertionError("the stream ended without an answer: " + stream.statusCode());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(router + path)).timeout(LIMIT);
    }
}
